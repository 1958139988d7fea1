// Package validation checks and reads what somebody enters of a connection: its name, addresses,
// proxy and secrets. It looks at nothing but what it is given.
package validation
