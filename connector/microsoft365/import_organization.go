package microsoft365

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// organization is learn.microsoft.com/graph/api/resources/organization.
type organization struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	CountryLetterCode string `json:"countryLetterCode"`
	VerifiedDomains   []struct {
		Name      string `json:"name"`
		IsDefault bool   `json:"isDefault"`
		IsInitial bool   `json:"isInitial"`
	} `json:"verifiedDomains"`
}

func (o organization) key() string { return o.ID }

// tenant has the default domain, else the initial one (onmicrosoft.com).
func (o organization) tenant() connector.Tenant {
	t := connector.Tenant{ID: strings.ToLower(o.ID), DisplayName: o.DisplayName, CountryCode: o.CountryLetterCode}
	for _, d := range o.VerifiedDomains {
		if d.IsDefault {
			t.DefaultDomain = d.Name
			break
		}
		if d.IsInitial || t.DefaultDomain == "" {
			t.DefaultDomain = d.Name
		}
	}
	return t
}

// organization reads the tenant that the token is for.
func (g *graph) organization(ctx context.Context) (organization, error) {
	address := g.address("/organization?$select=id,displayName,countryLetterCode,verifiedDomains")
	all, err := collection[organization](ctx, g, "organizations", request{address: address})
	if err != nil {
		return organization{}, err
	}
	if len(all) == 0 {
		none := &AnswerError{What: g.resourceOf(address), Reason: "names no organization"}
		if !g.unattended {
			none.Action = "Sign in with a work account of the organization's tenant; a personal Microsoft account has none."
		}
		return organization{}, none
	}
	return all[0], nil
}
