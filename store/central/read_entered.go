package central

import (
	"context"
	"time"

	"inventorybeacon/connector"
)

// EnteredPrice is a price as it was entered, of a tenant or, where that is empty, of all tenants of its beacon.
type EnteredPrice struct {
	SKUID, Tenant         string
	Amount, Currency, Per string
	Since                 connector.Date
}

// ReadPrices returns the prices of a state.
func (d *Database) ReadPrices(ctx context.Context, r Readable) ([]EnteredPrice, error) {
	return listOf(ctx, d, r, func(p *EnteredPrice) []any {
		return []any{&p.SKUID, &p.Tenant, &p.Amount, &p.Currency, &p.Per, &p.Since}
	}, "SELECT CAST(p.sku_id AS text), coalesce(CAST(p.tenant AS text), ''), CAST(p.amount AS text), p.currency, p.per, "+dayOf("p.from_day")+
		" FROM {schema}.price_row AS p WHERE "+of("p")+" ORDER BY p.key")
}

// Commitment is how many units of a license a tenant has committed to, until which day.
type Commitment struct {
	SKUID string
	Units int64
	Until connector.Date
}

// ReadCommitments returns the commitments of a state.
func (d *Database) ReadCommitments(ctx context.Context, r Readable) ([]Commitment, error) {
	return listOf(ctx, d, r, func(c *Commitment) []any {
		return []any{&c.SKUID, &c.Units, &c.Until}
	}, "SELECT c.key, c.units, "+dayOf("c.until_day")+" FROM {schema}.commitment_row AS c WHERE "+of("c")+" ORDER BY c.key")
}

// KeptLicense is a license that stays with a user although it could be taken back.
type KeptLicense struct {
	UserID, SKUID, UserPrincipalName string
	Until                            connector.Date
	Note                             string
	Entered                          time.Time
}

// ReadKept returns what of a state was kept.
func (d *Database) ReadKept(ctx context.Context, r Readable) ([]KeptLicense, error) {
	return listOf(ctx, d, r, func(k *KeptLicense) []any {
		return []any{&k.UserID, &k.SKUID, &k.UserPrincipalName, &k.Until, &k.Note, &k.Entered}
	}, "SELECT CAST(k.user_id AS text), CAST(k.sku_id AS text), k.user_principal_name, "+dayOf("k.until_day")+
		", k.note, k.entered FROM {schema}.kept_row AS k WHERE "+of("k")+" ORDER BY k.key")
}

// FormerName is a name that a user had before, and the day of the import that has met another one.
type FormerName struct {
	UserPrincipalName, UserID string
	Seen                      connector.Date
}

// ReadFormerNames returns the names that users of a state had before.
func (d *Database) ReadFormerNames(ctx context.Context, r Readable) ([]FormerName, error) {
	return listOf(ctx, d, r, func(n *FormerName) []any {
		return []any{&n.UserPrincipalName, &n.UserID, &n.Seen}
	}, "SELECT n.user_principal_name, CAST(n.user_id AS text), "+dayOf("n.seen")+
		" FROM {schema}.former_name_row AS n WHERE "+of("n")+" ORDER BY n.key")
}
