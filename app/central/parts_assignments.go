package central

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory/sent"
)

func licensingPart(product func(string, string) string, assignments []sent.Assignment) part {
	return part{table: central.Licensings, each: func(row func(string, func(*central.Rows)) error) error {
		for all := assignments; len(all) > 0; {
			n := 1
			for n < len(all) && all[n].Licensing == all[0].Licensing {
				n++
			}
			var licenses, products []string
			for _, a := range all[:n] {
				licenses, products = append(licenses, cmp.Or(a.Part, a.SKUID)), append(products, nameOf(product, a.SKUID, a.Part))
			}
			slices.Sort(licenses)
			slices.Sort(products)
			licensing := all[0].Licensing
			if err := row(fmt.Sprint(licensing), func(rows *central.Rows) {
				rows.Int(licensing)
				rows.Texts(licenses)
				rows.Texts(products)
			}); err != nil {
				return err
			}
			all = all[n:]
		}
		return nil
	}}
}

func nameOf(product func(string, string) string, sku, part string) string {
	if product != nil {
		if name := product(sku, part); name != "" {
			return name
		}
	}
	return cmp.Or(part, sku)
}

func assignmentPart(
	product func(string, string) string, plan func(string) string, assignments []sent.Assignment, copilot map[string]bool,
) part {
	type group struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	return part{table: central.Assignments, each: func(row func(string, func(*central.Rows)) error) error {
		for _, a := range assignments {
			if !connector.IsGUID(a.SKUID) {
				return connector.NewError(connector.Message{ID: "central.id", Data: connector.Data{"ID": a.SKUID}}, nil)
			}
			groups, off, ids := []group{}, []string{}, []string{}
			for _, g := range a.Groups {
				groups = append(groups, group(g))
			}
			for _, p := range a.DisabledPlans {
				name := p.Name
				if plan != nil {
					name = cmp.Or(plan(p.Name), p.Name)
				}
				off, ids = append(off, name), append(ids, p.ID)
			}
			slices.Sort(off)
			text, err := json.Marshal(groups)
			if err != nil {
				return err
			}
			if err := row(fmt.Sprintf("%d/%s", a.Licensing, a.SKUID), func(rows *central.Rows) {
				rows.Int(a.Licensing)
				rows.Text(a.SKUID)
				rows.Text(cmp.Or(a.Part, a.SKUID))
				rows.Text(nameOf(product, a.SKUID, a.Part))
				rows.Int(int64(a.Place))
				rows.Bool(a.Direct)
				rows.JSON(text)
				rows.Some(a.State)
				rows.Some(a.Error)
				rows.Texts(off)
				rows.Bool(copilot[a.SKUID])
				rows.Texts(ids)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}
