// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The same models in both languages, by their names.
 */
final class SchemaModels {

	/** All of them, for Python. */
	static final String PYTHON = """
			import datetime as dt
			from enum import Enum
			from typing import Any
			from uuid import UUID

			Color = Enum("Color", {"RED": "RED", "GREEN": "GREEN"})
			Only = Enum("Only", {"ONE": "ONE"})
			Spelled = Enum("Spelled", {"A": "a", "B": "b c"})

			class Empty(BaseModel):
			    pass
			class Switch(BaseModel):
			    on: bool
			class Counts(BaseModel):
			    a: int
			    b: int
			    c: int
			    d: int
			    e: int
			class Boxed(BaseModel):
			    a: int
			    b: float
			    c: bool
			class Floats(BaseModel):
			    single: float
			    wide: float
			class Text(BaseModel):
			    text: str
			class Raw(BaseModel):
			    raw: bytes
			class NullableNumber(BaseModel):
			    number: Optional[int] = None
			class NullableText(BaseModel):
			    text: Optional[str] = None
			class NullableRaw(BaseModel):
			    raw: Optional[bytes] = None
			class NullableTruth(BaseModel):
			    truth: Optional[bool] = None
			class Optionals(BaseModel):
			    a: Optional[str] = None
			    b: Optional[int] = None
			    c: Optional[int] = None
			    d: Optional[float] = None
			class Mixed(BaseModel):
			    z: int
			    a: Optional[float] = None
			    m: str
			class Numbers(BaseModel):
			    numbers: list[float]
			class Texts(BaseModel):
			    texts: list[str]
			class Holes(BaseModel):
			    numbers: list[Optional[int]]
			class Grid(BaseModel):
			    rows: list[list[float]]
			class Blobs(BaseModel):
			    blobs: list[bytes]
			class MaybeList(BaseModel):
			    texts: Optional[list[Optional[str]]] = None
			class Point(BaseModel):
			    x: float
			    y: float
			class Pose(BaseModel):
			    at: Point
			    to: Point
			class MaybePose(BaseModel):
			    at: Optional[Point] = None
			class Path(BaseModel):
			    points: list[Point]
			class Deep(BaseModel):
			    path: Path
			    pose: Optional[Pose] = None
			class Tree(BaseModel):
			    value: int
			    children: list["Tree"]
			class Chain(BaseModel):
			    value: int
			    next: Optional["Chain"] = None
			class Forest(BaseModel):
			    trees: list[Tree]
			    best: Optional[Tree] = None
			class Left(BaseModel):
			    right: "Optional[Right]" = None
			class Right(BaseModel):
			    left: Left
			Left.model_rebuild(_types_namespace=dict(globals()))
			class Tags(BaseModel):
			    tags: set[str]
			class Table(BaseModel):
			    counts: dict[str, int]
			    points: dict[str, Point]
			    holes: dict[str, Optional[float]]
			class Loose(BaseModel):
			    rest: dict[str, Any]
			class Anything(BaseModel):
			    any: Any
			    maybe: Optional[Any] = None
			    many: list[Any]
			class Painted(BaseModel):
			    color: Color
			    other: Optional[Color] = None
			    all: list[Color]
			class Lonely(BaseModel):
			    only: Only
			class Spelling(BaseModel):
			    spelled: Spelled
			class Times(BaseModel):
			    a: dt.datetime
			    b: dt.datetime
			    c: dt.datetime
			    d: dt.datetime
			    e: dt.date
			    f: dt.time
			    g: dt.time
			    h: dt.timedelta
			class Ids(BaseModel):
			    id: UUID
			    parent: Optional[UUID] = None
			class Titles(BaseModel):
			    cam_on: bool
			    camelCase: int
			    URL_x: str
			    x2y: int
			    inf_: float
			    a__b: int
			    größe: int
			    straße: int
			    éa: int
			class Keyed(BaseModel):
			    given_name: str
			    other: int
			class Arrays(BaseModel):
			    floats: list[float]
			    ints: list[int]
			    texts: list[str]
			    rows: list[list[int]]
			""";

	/** All of them, in Java. */
	static final List<Class<?>> JAVA = List.of(Empty.class, Switch.class, Counts.class, Boxed.class, Floats.class,
			Text.class, Raw.class, NullableNumber.class, NullableText.class, NullableRaw.class, NullableTruth.class,
			Optionals.class, Mixed.class, Numbers.class, Texts.class, Holes.class, Grid.class, Blobs.class,
			MaybeList.class, Point.class, Pose.class, MaybePose.class, Path.class, Deep.class, Tree.class, Chain.class,
			Forest.class, Left.class, Right.class, Tags.class, Table.class, Loose.class, Anything.class, Painted.class,
			Lonely.class, Spelling.class, Times.class, Ids.class, Titles.class, Keyed.class, Arrays.class);

	private SchemaModels() {
	}

	enum Color {

		RED, GREEN

	}

	enum Only {

		ONE

	}

	enum Spelled {

		@JsonProperty("a")
		A, @JsonProperty("b c")
		B

	}

	record Empty() {
	}

	record Switch(boolean on) {
	}

	record Counts(byte a, short b, int c, long d, BigInteger e) {
	}

	record Boxed(Integer a, Double b, Boolean c) {
	}

	record Floats(float single, double wide) {
	}

	record Text(String text) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Raw(byte[] raw) {
	}

	record NullableNumber(@Nullable Long number) {
	}

	record NullableText(@Nullable String text) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record NullableRaw(byte @Nullable [] raw) {
	}

	record NullableTruth(@Nullable Boolean truth) {
	}

	record Optionals(Optional<String> a, OptionalInt b, OptionalLong c, OptionalDouble d) {
	}

	record Mixed(int z, @Nullable Double a, String m) {
	}

	record Numbers(List<Double> numbers) {
	}

	record Texts(List<String> texts) {
	}

	record Holes(List<@Nullable Integer> numbers) {
	}

	record Grid(List<List<Double>> rows) {
	}

	record Blobs(List<byte[]> blobs) {
	}

	record MaybeList(@Nullable List<@Nullable String> texts) {
	}

	record Point(double x, double y) {
	}

	record Pose(Point at, Point to) {
	}

	record MaybePose(@Nullable Point at) {
	}

	record Path(List<Point> points) {
	}

	record Deep(Path path, @Nullable Pose pose) {
	}

	record Tree(int value, List<Tree> children) {
	}

	record Chain(int value, @Nullable Chain next) {
	}

	record Forest(List<Tree> trees, @Nullable Tree best) {
	}

	record Left(@Nullable Right right) {
	}

	record Right(Left left) {
	}

	record Tags(Set<String> tags) {
	}

	record Table(Map<String, Integer> counts, Map<String, Point> points, Map<String, @Nullable Double> holes) {
	}

	record Loose(Map<String, Object> rest) {
	}

	record Anything(Object any, @Nullable Object maybe, List<Object> many) {
	}

	record Painted(Color color, @Nullable Color other, List<Color> all) {
	}

	record Lonely(Only only) {
	}

	record Spelling(Spelled spelled) {
	}

	record Times(Instant a, OffsetDateTime b, ZonedDateTime c, LocalDateTime d, LocalDate e, LocalTime f, OffsetTime g,
			Duration h) {
	}

	record Ids(UUID id, @Nullable UUID parent) {
	}

	record Titles(boolean cam_on, int camelCase, String URL_x, int x2y, double inf_, int a__b,
			@JsonProperty("größe") int size, @JsonProperty("straße") int street, @JsonProperty("éa") int letters) {
	}

	record Keyed(@JsonProperty("given_name") String name, int other) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Arrays(double[] floats, int[] ints, String[] texts, long[][] rows) {
	}

}
