package io.globalbuffer.spring;

/**
 * What is known of a sample beside its value; the optional second parameter of a
 * {@link GlobalBufferListener} method.
 *
 * @param buffer the declared buffer's name
 * @param sequence the sample's number in the stream, counted from 0
 * @param missed how many samples between the one delivered before and this one were
 * overwritten (mode NEXT) or skipped (mode LATEST)
 * @param generation how often the listener had re-attached to a replaced segment;
 * sequences start again with each
 */
public record SampleMetadata(String buffer, long sequence, long missed, int generation) {
}
