/** Code of users, for tests: nothing here is trusted by the library. */
@org.jspecify.annotations.NullMarked
package example;
