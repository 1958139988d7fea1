package app

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
)

// LicensesOfRules are the limits and the excluded licenses of rules as people write them, such
// as "SPE_E5=5, SPE_E3=20" and "FLOW_FREE".
func (b *Beacon) LicensesOfRules(ctx context.Context, r notify.Rules) (limits, exclude string, err error) {
	called := func(id string) string {
		skus, failed := b.LicensesNamed(ctx, id)
		if failed != nil || len(skus) == 0 {
			return id
		}
		return cmp.Or(skus[0].PartNumber, id)
	}
	var texts, names []string
	for _, l := range r.Limits {
		texts = append(texts, called(l.SKU)+"="+strconv.FormatInt(l.Unused, 10))
	}
	for _, id := range r.Exclude {
		names = append(names, called(id))
	}
	return strings.Join(texts, ", "), strings.Join(names, ", "), ctx.Err()
}

// ReadLicensesOfRules reads what [Beacon.LicensesOfRules] writes into rules. The error is about
// the field that is returned.
func (b *Beacon) ReadLicensesOfRules(ctx context.Context, r *notify.Rules, limits, exclude string) (connector.Field, error) {
	r.Limits, r.Exclude = []notify.Limit{}, []string{}
	for _, text := range partsOfList(limits) {
		sku, units, _ := strings.Cut(text, "=")
		limit, err := strconv.ParseInt(strings.TrimSpace(units), 10, 64)
		if err != nil || limit < 0 {
			return notify.FieldLimit, connector.NewError(connector.Message{ID: "notify.limit"}, err)
		}
		skus, err := b.LicensesNamed(ctx, strings.TrimSpace(sku))
		if err != nil {
			return notify.FieldLimit, err
		}
		for _, s := range skus {
			r.Limits = append(r.Limits, notify.Limit{SKU: s.ID, Unused: limit})
		}
	}
	for _, text := range partsOfList(exclude) {
		skus, err := b.LicensesNamed(ctx, text)
		if err != nil {
			return notify.FieldExclude, err
		}
		for _, s := range skus {
			r.Exclude = append(r.Exclude, s.ID)
		}
	}
	return "", nil
}

// partsOfList are the parts of a text with commas between them.
func partsOfList(text string) (parts []string) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
