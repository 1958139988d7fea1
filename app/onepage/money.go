package onepage

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// monthsOfYear are what a sum of a month is multiplied by for one of a year.
const monthsOfYear = 12

// sumsOf are what licenses cost in a month, and in a year, of one currency.
func sumsOf(s money.Spend, currency string) []sum {
	row := func(period string, months int64) sum {
		return sum{
			period, amount(s.Spent.Times(months), currency), amount(s.Unused.Times(months), currency),
			amount(s.Reducible.Times(months), currency),
		}
	}
	of := connector.Data{"Currency": currency}
	return []sum{row(message.L("{{.Currency}} a month", of), 1), row(message.L("{{.Currency}} a year", of), monthsOfYear)}
}

// amount is an amount in a table, where its currency stands in a column of its own.
func amount(a money.Amount, currency string) string {
	return strings.TrimSuffix(message.Money(a, currency), " "+currency)
}

// takeBackText says how many licenses can be taken back, and what that saves.
func takeBackText(t TakeBack) string {
	if t.Count == 0 {
		return ""
	}
	text := message.L("{{.Number}} licenses can be taken back from those who have them", connector.Data{"Number": message.Number(t.Count)})
	var month, year []string
	for _, currency := range slices.Sorted(maps.Keys(t.Saved)) {
		month = append(month, message.Money(t.Saved[currency], currency))
		year = append(year, message.Money(t.Saved[currency].Times(monthsOfYear), currency))
	}
	if month == nil {
		return text
	}
	return message.L("{{.Licenses}}, which saves {{.Month}} a month, {{.Year}} a year", connector.Data{
		"Licenses": text, "Month": strings.Join(month, ", "), "Year": strings.Join(year, ", "),
	})
}

// renewal is a day on which units of a license end or are renewed, how many of them can be dropped then, and what that saves.
type renewal struct{ Day, Units, Product, Dropped, Month, Year string }

func renewalOf(r inventory.Renewal, owner string) renewal {
	found := renewal{r.Day.String(), message.Number(r.Units), r.Product + owner, message.Number(r.Reducible), none, none}
	if r.Price != nil {
		saved := r.Price.Times(r.Reducible)
		found.Month, found.Year = message.Money(saved, r.Price.Currency), message.Money(saved.Times(monthsOfYear), r.Price.Currency)
	}
	return found
}

// department is what the licenses of its users cost.
type department struct{ Name, Users, Month string }

func departmentOf(s inventory.CostSum) department {
	return department{
		shortened(fmt.Sprint(s.Value)), message.Number(s.Users), message.Money(s.Spent, s.Currency),
	}
}
