package query

import (
	"inventorybeacon/connector"
	"inventorybeacon/money"
)

// Terms are what was entered of a license of a tenant.
type Terms struct {
	// Price is what a unit costs today; nil when none was entered.
	Price *money.Price
	// Committed are the units that have to be kept until CommittedUntil; 0 when none
	// have.
	Committed      int64
	CommittedUntil connector.Date
}
