"""Writes samples that say their sequence. Runs inside peer.py, whose names it uses."""


def write(waiting, *writers, arrays, period):
    """Writes arrays of the dtypes and shapes given, and points to the writers left over, until the next command."""
    samples = [np.empty(shape, dtype=dtype) for dtype, shape in arrays]
    number = 0
    while not waiting():
        for index, writer in enumerate(writers):
            if index < len(samples):
                samples[index].fill(number)
                writer.write(samples[index])
            else:
                writer.write(Point(x=number, y=-number))
        number += 1
        time.sleep(period)
    return number
