package connector

import (
	"cmp"
	"fmt"
	"strings"
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

// OtherTenant returns an [OtherTenantError] when a connection whose inventory is of the tenant
// had meets another one that may not take its place; nil when it does not.
func OtherTenant(c Connection, had, got Tenant) *OtherTenantError {
	if had.ID == "" || strings.EqualFold(got.ID, had.ID) || strings.EqualFold(got.ID, c.ReplaceTenant) {
		return nil
	}
	return &OtherTenantError{Connection: c.Name, Had: had, Got: got, Unattended: c.Flow == ClientCredentials}
}

// Error implements error.
func (e *OtherTenantError) Error() string {
	return fmt.Sprintf("the inventory of connection %q is of tenant %s, not of %s", e.Connection, e.Had.ID, e.Got.ID)
}

// Message implements [Explained].
func (e *OtherTenantError) Message() Message {
	had, got := e.Had.title(), e.Got.title()
	if had == got {
		had, got = e.Had.name()+" ("+e.Had.ID+")", e.Got.name()+" ("+e.Got.ID+")"
	}
	id := "tenant.other.account"
	if e.Unattended {
		id = "tenant.other.application"
	}
	return Message{
		ID: id, Data: Data{"Connection": e.Connection, "Had": had, "Got": got, "Name": e.Got.name()},
		Code: CodeOtherTenant,
	}
}

// title names a tenant so that it can be told from another of the same name, as
// far as is known: before an import often only its id is.
func (t Tenant) title() string {
	if detail := cmp.Or(t.DefaultDomain, t.ID); t.DisplayName != "" && detail != "" {
		return t.DisplayName + " (" + detail + ")"
	}
	return t.name()
}

func (t Tenant) name() string { return cmp.Or(t.DisplayName, t.DefaultDomain, t.ID, "?") }
