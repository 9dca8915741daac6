package io.globalbuffer.codec.kotlin

import com.fasterxml.jackson.annotation.JsonProperty
import org.jspecify.annotations.Nullable

data class Status(
	val gain: Double,
	val camOn: Boolean,
	val pod: String?,
	val tries: Int = 3,
	val tags: List<String?> = listOf(),
	@JsonProperty("renamed") val other: String = "other",
)

data class Outer(val status: Status, val more: Map<String, Status?>)

@JvmRecord
data class Point(val x: Double, val label: String?, val tags: List<String?>)

@JvmRecord
data class Annotated(val x: Double, val label: @Nullable String?, val tags: List<@Nullable String?>)

class Settable {
	var gain: Double = 1.0
	var note: String? = null
}
