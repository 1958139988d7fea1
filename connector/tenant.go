package connector

import (
	"cmp"
	"fmt"
)

// OtherTenantError says that a connection whose inventory is of one tenant has
// come to another. Nothing of the inventory was changed.
type OtherTenantError struct {
	// Connection is the connection's name.
	Connection string
	// Had is the tenant of the inventory, Got the one that was met.
	Had, Got Tenant
	// Unattended says that the application signed in by itself: with the secret or
	// certificate and the endpoints of the connection, not with anybody's account.
	Unattended bool
}

// Error implements error.
func (e *OtherTenantError) Error() string {
	return fmt.Sprintf("the inventory of connection %q is of tenant %s, not of %s", e.Connection, e.Had.ID, e.Got.ID)
}

// Advice implements [Advised].
func (e *OtherTenantError) Advice() Advice {
	had, got := e.Had.title(), e.Got.title()
	who, mend := "the account belongs", "Sign in with an account of "+had
	if e.Unattended {
		who, mend = "the application signs in", "Enter the endpoints and the application of "+had
	}
	return Advice{
		Message: fmt.Sprintf("The connection %q holds the inventory of %s, but %s to %s.", e.Connection, had, who, got),
		Action: fmt.Sprintf("%s, create a new connection for %s, or choose Replace inventory... if the inventory of %s is to take its place.",
			mend, got, e.Got.name()),
		Reference: e.Error(),
	}
}

// title names a tenant so that it can be told from another of the same name, as
// far as is known: before an import often only its id is.
func (t Tenant) title() string {
	if t.DisplayName != "" && t.DefaultDomain != "" {
		return fmt.Sprintf("%s (%s)", t.DisplayName, t.DefaultDomain)
	}
	if t.DisplayName != "" && t.ID != "" {
		return fmt.Sprintf("%s (%s)", t.DisplayName, t.ID)
	}
	return t.name()
}

func (t Tenant) name() string {
	return cmp.Or(t.DisplayName, t.DefaultDomain, t.ID, "an unknown tenant")
}
