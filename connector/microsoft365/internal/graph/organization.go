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
	all, err := Collection[Organization](ctx, g, connector.Message{ID: "graph.list.organizations"}, Request{Address: address})
	if err != nil {
		return Organization{}, err
	}
	if len(all) == 0 {
		none := connector.Message{ID: "graph.answer.personal-account", Data: Of(g.ResourceOf(address))}
		if g.unattended {
			none.ID = "graph.answer.no-organization"
		}
		return Organization{}, &AnswerError{Reason: none}
	}
	return all[0], nil
}
