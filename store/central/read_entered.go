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
func (d *Database) ReadPrices(ctx context.Context, r Readable) (all []EnteredPrice, err error) {
	var p EnteredPrice
	err = d.eachOf(ctx, r, "SELECT CAST(p.sku_id AS text), coalesce(CAST(p.tenant AS text), ''), CAST(p.amount AS text), p.currency, p.per, "+dayOf("p.from_day")+
		" FROM {schema}.price_row AS p WHERE "+of("p")+" ORDER BY p.key",
		[]any{&p.SKUID, &p.Tenant, &p.Amount, &p.Currency, &p.Per, &p.Since}, func() error {
			all = append(all, p)
			return nil
		})
	return all, err
}

// Commitment is how many units of a license a tenant has committed to, until which day.
type Commitment struct {
	SKUID string
	Units int64
	Until connector.Date
}

// ReadCommitments returns the commitments of a state.
func (d *Database) ReadCommitments(ctx context.Context, r Readable) (all []Commitment, err error) {
	var c Commitment
	err = d.eachOf(ctx, r, "SELECT c.key, c.units, "+dayOf("c.until_day")+" FROM {schema}.commitment_row AS c WHERE "+of("c")+" ORDER BY c.key",
		[]any{&c.SKUID, &c.Units, &c.Until}, func() error {
			all = append(all, c)
			return nil
		})
	return all, err
}

// KeptLicense is a license that stays with a user although it could be taken back.
type KeptLicense struct {
	UserID, SKUID, UserPrincipalName string
	Until                            connector.Date
	Note                             string
	Entered                          time.Time
}

// ReadKept returns what of a state was kept.
func (d *Database) ReadKept(ctx context.Context, r Readable) (all []KeptLicense, err error) {
	var k KeptLicense
	err = d.eachOf(ctx, r, "SELECT CAST(k.user_id AS text), CAST(k.sku_id AS text), k.user_principal_name, "+dayOf("k.until_day")+
		", k.note, k.entered FROM {schema}.kept_row AS k WHERE "+of("k")+" ORDER BY k.key",
		[]any{&k.UserID, &k.SKUID, &k.UserPrincipalName, &k.Until, &k.Note, &k.Entered}, func() error {
			all = append(all, k)
			return nil
		})
	return all, err
}

// FormerName is a name that a user had before, and the day of the import that has met another one.
type FormerName struct {
	UserPrincipalName, UserID string
	Seen                      connector.Date
}

// ReadFormerNames returns the names that users of a state had before.
func (d *Database) ReadFormerNames(ctx context.Context, r Readable) (all []FormerName, err error) {
	var n FormerName
	err = d.eachOf(ctx, r, "SELECT n.user_principal_name, CAST(n.user_id AS text), "+dayOf("n.seen")+
		" FROM {schema}.former_name_row AS n WHERE "+of("n")+" ORDER BY n.key",
		[]any{&n.UserPrincipalName, &n.UserID, &n.Seen}, func() error {
			all = append(all, n)
			return nil
		})
	return all, err
}
