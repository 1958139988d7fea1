package graph

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// Organization is learn.microsoft.com/graph/api/resources/organization.
type Organization struct {
	ID                string `json:"id"`
	DisplayName       string `json:"displayName"`
	CountryLetterCode string `json:"countryLetterCode"`
	VerifiedDomains   []struct {
		Name      string `json:"name"`
		IsDefault bool   `json:"isDefault"`
		IsInitial bool   `json:"isInitial"`
	} `json:"verifiedDomains"`
}

func (o Organization) Key() string { return o.ID }

// Tenant has the default domain, else the initial one (onmicrosoft.com).
func (o Organization) Tenant() connector.Tenant {
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

// Organization reads the tenant that the token is for.
func (g *Client) Organization(ctx context.Context) (Organization, error) {
	address := g.Address("/organization?$select=id,displayName,countryLetterCode,verifiedDomains")
	all, err := Collection[Organization](ctx, g, "organizations", Request{Address: address})
	if err != nil {
		return Organization{}, err
	}
	if len(all) == 0 {
		none := &AnswerError{What: g.ResourceOf(address), Reason: "names no organization"}
		if !g.unattended {
			none.Action = "Sign in with a work account of the organization's tenant; a personal Microsoft account has none."
		}
		return Organization{}, none
	}
	return all[0], nil
}
