package changes

import (
	"testing"

	"inventorybeacon/connector"
)

func TestValuesAreInTheAdministratorsWords(t *testing.T) {
	product := func(_, part string) string { return "Product " + part }
	for name, c := range map[string]struct {
		event connector.Event
		value string
		want  string
	}{
		"a number of licenses":              {connector.PurchasedChanged, "1000595", "1,000,595"},
		"a number of a subscription":        {connector.SubscriptionChanged, "1000595", "1,000,595"},
		"a number, a status and a day":      {connector.SubscriptionChanged, "10918, Warning, 2027-01-31", "10,918, Warning, 2027-01-31"},
		"the licenses of a user":            {connector.UserRemoved, "SPE_E3, FLOW_FREE", "Product SPE_E3, Product FLOW_FREE"},
		"nothing, as of a new subscription": {connector.SubscriptionChanged, "", ""},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if got := Value(product, c.event, c.value).Text; got != c.want {
				t.Errorf("shown as %q, want %q", got, c.want)
			}
		})
	}
}
