@NullMarked
package io.globalbuffer.schema;

import org.jspecify.annotations.NullMarked;
