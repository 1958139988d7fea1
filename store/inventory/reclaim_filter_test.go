package inventory

import (
	"errors"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

// naiveProperty is a property of a recommendation, from what was delivered of its user.
func naiveProperty(u connector.User, r Recommendation, property string) any {
	switch property {
	case "license":
		return []string{r.SKUID, r.SKUPartNumber, r.Product}
	case "reason":
		return string(r.Reason)
	case "certainty":
		return string(r.Certainty)
	case "price":
		if r.Saved.Currency == "" {
			return nil
		}
		return r.Saved.Number(6)
	case "currency":
		return r.Saved.Currency
	case "lastActivity":
		return r.LastActivity
	case "tenant":
		return []string{"Contoso", r.TenantID, r.Connection}
	case "displayName":
		return u.DisplayName
	case "userPrincipalName":
		return u.UserPrincipalName
	case "department":
		return u.Department
	case "companyName":
		return u.CompanyName
	case "country":
		return u.Country
	case "enabled":
		return u.Enabled
	case "userType":
		return u.UserType
	case "created":
		return u.Created
	case "id":
		return u.ID
	case "onPremisesSynced":
		return u.OnPremisesSynced
	default: // those that nobody has here
		return ""
	}
}

// is is the condition that a property has a value.
func is(property, value string) filter.Expression {
	return filter.Expression{{Property: property, Operator: filter.Is, Values: []string{value}}}
}

// oneOf is the condition that a property has one of several values.
func oneOf[T ~string](property string, values ...T) filter.Condition {
	return filter.Condition{Property: property, Operator: filter.OneOf, Values: textsOf(values)}
}

func textsOf[T ~string](all []T) (texts []string) {
	for _, one := range all {
		texts = append(texts, string(one))
	}
	return texts
}

// TestFilteredRecommendationsAreThoseForWhichTheFilterHolds asks for every property with every operator, and compares with what
// looking at every recommendation finds.
func TestFilteredRecommendationsAreThoseForWhichTheFilterHolds(t *testing.T) {
	d := oddTenant(11, 150, 10)
	inv := openPriced(t, prices(6))
	publishDelivery(t, inv, "one", d)
	publishDelivery(t, inv, "two", oddTenant(12, 15, 0).of("u"))
	users := map[string]connector.User{}
	for _, of := range []delivery{d, oddTenant(12, 15, 0).of("u")} {
		for _, u := range of.pages[0] {
			users[of.tenant.ID+u.ID] = u
		}
	}
	all, err := inv.Recommendations(t.Context(), ReclaimQuery{})
	must(t, err)
	values := map[string][]string{
		"license": {"odd_3", d.licenses[1].SKUID, "ODD", "", "none"}, "reason": textsOf(Reasons), "certainty": textsOf(Certainties),
		"price": {"800", "1000", "", "100.5"}, "currency": {"EUR", "usd", "", "e"}, "lastActivity": {"never", "today-100", "2026-06-01"},
		"tenant": {"t", "u", "Contoso", "two"}, "displayName": {"anna", "n"}, "userPrincipalName": {upn(3), "1"},
		"department":  {"sales", "", "e"},
		"companyName": {"contoso", "x"}, "country": {"fr", "", "DE"}, "enabled": {"yes", "no"}, "userType": {"guest", "Member", ""},
		"created": {"never", "today-10"}, "id": {d.pages[0][5].ID, "0"}, "onPremisesSynced": {"no"},
	}
	found := 0
	for _, p := range ReclaimProperties() {
		given, operators := values[p.Name], p.Kind.Operators()
		if given == nil {
			given, operators = []string{"", "x"}, operators[:1]
		}
		for _, o := range operators {
			for i, value := range given {
				c := filter.Condition{Property: p.Name, Operator: o, Values: []string{value}}
				if o == filter.OneOf {
					c.Values = given[:i+1]
				}
				q := ReclaimQuery{Filter: filter.Expression{c}}
				if i%2 == 0 {
					q.Filter = append(q.Filter, filter.Condition{Property: "department", Operator: filter.IsNot, Values: []string{"Legal"}})
				}
				want := slices.DeleteFunc(slices.Clone(all), func(r Recommendation) bool {
					return !q.Filter.Matches(inv.options.Today(), func(property string) any {
						return naiveProperty(users[r.TenantID+r.UserID], r, property)
					})
				})
				found += len(want)
				compareFiltered(t, inv, q, want, i == 0)
			}
		}
	}
	if found < len(all) {
		t.Errorf("only %d recommendations were asked for", found)
	}
}

// compareFiltered compares a list, and its pages, orders and sums, with the recommendations that are wanted.
func compareFiltered(t *testing.T, inv *Inventory, q ReclaimQuery, want []Recommendation, more bool) {
	t.Helper()
	keys := func(all []Recommendation) (keys []string) {
		for _, r := range all {
			keys = append(keys, r.TenantID+" "+r.UserID+" "+r.SKUID+" "+string(r.Reason))
		}
		return keys
	}
	got, err := inv.Recommendations(t.Context(), q)
	must(t, err)
	if diff := gocmp.Diff(keys(want), keys(got)); diff != "" {
		t.Fatalf("%s: -want +got:\n%.1000s", q.Filter, diff)
	}
	if !more {
		return
	}
	page := q
	page.Offset, page.Limit = len(want)/2, 7
	got, err = inv.Recommendations(t.Context(), page)
	must(t, err)
	if diff := gocmp.Diff(keys(want[page.Offset:min(page.Offset+7, len(want))]), keys(got)); diff != "" {
		t.Fatalf("%s: a page: -want +got:\n%.1000s", q.Filter, diff)
	}
	sorted := q
	sorted.Sort = "price"
	got, err = inv.Recommendations(t.Context(), sorted)
	must(t, err)
	if wanted, sorted := keys(want), keys(got); !slices.Equal(slices.Sorted(slices.Values(wanted)), slices.Sorted(slices.Values(sorted))) {
		t.Fatalf("%s: sorted by price there are %d of %d", q.Filter, len(sorted), len(wanted))
	}
	sums, err := inv.SumRecommendations(t.Context(), q, ByReason)
	must(t, err)
	counted := 0
	for _, s := range sums {
		counted += int(s.Count)
	}
	if counted != len(want) {
		t.Fatalf("%s: %d are counted of %d", q.Filter, counted, len(want))
	}
}

func TestReasonsOfSeveralConditionsAreThoseOfAll(t *testing.T) {
	inv := openPriced(t, prices(3))
	publishDelivery(t, inv, "one", oddTenant(13, 200, 0))
	q := ReclaimQuery{Filter: filter.Expression{
		oneOf("reason", ReasonDisabled, ReasonInactive), oneOf("certainty", Certain, Review), oneOf("reason", ReasonInactive),
	}}
	for _, r := range recommended(t, inv, q) {
		if r.Reason != ReasonInactive || r.Certainty == Probable {
			t.Errorf("found %+v", r)
		}
	}
	q.Filter[2] = oneOf("reason", ReasonGuest)
	if found := recommended(t, inv, q); len(found) > 0 {
		t.Errorf("found %d of a reason that is not wanted", len(found))
	}
}

func TestAFilterOnWhatRecommendationsHaveNotIsRefused(t *testing.T) {
	inv := openPriced(t, prices(0))
	for _, c := range []filter.Condition{
		{Property: "purchased", Operator: filter.Is, Values: []string{"1"}},
		{Property: "reason", Operator: filter.Contains, Values: []string{"x"}},
		{Property: "price", Operator: filter.Is, Values: []string{"x"}},
	} {
		var wrong *filter.Error
		if _, err := inv.Recommendations(t.Context(), ReclaimQuery{Filter: filter.Expression{c}}); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", c, err)
		}
	}
}
