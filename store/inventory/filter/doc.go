// Package filter is the language in which people say which rows of a list they want:
//
//	department = "Sales" and license = SPE_E5 and active = no
//
// Conditions are combined with and. Each has a property of the list, an operator and a
// value. A value is a bare word, or stands in quotation marks, in which \" and \\ are
// the characters themselves. The operators are = (is), != (is not), ~ (contains),
// < (before, less than), > (after, greater than) and in ("a", "b") (one of). Letters are
// compared without regard to case.
//
// An expression can be evaluated on a row in memory and, condition by condition, as SQL
// with bound arguments.
package filter
