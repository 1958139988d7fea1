package microsoft365

import (
	"cmp"
	"context"
	"reflect"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
)

// subscribedSKU is learn.microsoft.com/graph/api/resources/subscribedsku. What is a
// pointer must be there: none is written as 0.
type subscribedSKU struct {
	SKUID            string `json:"skuId"`
	SKUPartNumber    string `json:"skuPartNumber"`
	CapabilityStatus string `json:"capabilityStatus"`
	AppliesTo        string `json:"appliesTo"`
	ConsumedUnits    *units `json:"consumedUnits"`
	PrepaidUnits     struct {
		Enabled   *units `json:"enabled"`
		Warning   units  `json:"warning"`
		Suspended units  `json:"suspended"`
		LockedOut units  `json:"lockedOut"`
	} `json:"prepaidUnits"`
	ServicePlans []struct {
		ID                 string `json:"servicePlanId"`
		Name               string `json:"servicePlanName"`
		ProvisioningStatus string `json:"provisioningStatus"`
		AppliesTo          string `json:"appliesTo"`
	} `json:"servicePlans"`
}

func (s subscribedSKU) Key() string { return s.SKUID }

func (s subscribedSKU) Name() string { return cmp.Or(s.SKUPartNumber, s.SKUID) }

func (s subscribedSKU) Lacks() (m connector.Message) {
	prepaid := s.PrepaidUnits
	switch {
	case s.ConsumedUnits == nil || *s.ConsumedUnits < 0:
		return connector.Message{ID: "graph.lacks.consumed-units"}
	case prepaid.Enabled == nil || min(*prepaid.Enabled, prepaid.Warning, prepaid.Suspended, prepaid.LockedOut) < 0:
		return connector.Message{ID: "graph.lacks.prepaid-units"}
	case s.ServicePlans == nil: // of a license without any they are an empty array
		return connector.Message{ID: "graph.lacks.service-plans"}
	}
	for _, plan := range s.ServicePlans {
		if strings.TrimSpace(plan.ID) == "" {
			return connector.Message{ID: "graph.lacks.service-plan-id"}
		}
	}
	return m
}

func (s subscribedSKU) license() connector.License {
	l := connector.License{
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber,
		Status: s.CapabilityStatus, AppliesTo: s.AppliesTo,
		Enabled: int(*s.PrepaidUnits.Enabled), Warning: int(s.PrepaidUnits.Warning),
		Suspended: int(s.PrepaidUnits.Suspended), LockedOut: int(s.PrepaidUnits.LockedOut),
		Assigned: int(*s.ConsumedUnits),
	}
	for _, p := range s.ServicePlans {
		l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{
			ID: strings.ToLower(p.ID), Name: p.Name, Status: p.ProvisioningStatus, AppliesTo: p.AppliesTo,
		})
	}
	return l
}

// companySubscription is learn.microsoft.com/graph/api/resources/companysubscription.
type companySubscription struct {
	ID                    string `json:"id"`
	CommerceID            string `json:"commerceSubscriptionId"`
	SKUID                 string `json:"skuId"`
	SKUPartNumber         string `json:"skuPartNumber"`
	Status                string `json:"status"`
	IsTrial               bool   `json:"isTrial"`
	TotalLicenses         units  `json:"totalLicenses"`
	CreatedDateTime       string `json:"createdDateTime"`
	NextLifecycleDateTime string `json:"nextLifecycleDateTime"`
}

func (s companySubscription) Key() string { return s.ID }

func (s companySubscription) Name() string { return cmp.Or(s.SKUPartNumber, s.ID) }

func (s companySubscription) Lacks() (m connector.Message) {
	if strings.TrimSpace(s.SKUID) == "" {
		return connector.Message{ID: "graph.lacks.sku"}
	}
	if _, err := connector.ParseDate(s.NextLifecycleDateTime); err != nil {
		return connector.Message{ID: "graph.lacks.next-lifecycle"}
	}
	return m
}

func (s companySubscription) subscription() connector.Subscription {
	return connector.Subscription{
		ID: strings.ToLower(s.ID), CommerceID: strings.ToLower(s.CommerceID),
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber, Status: s.Status,
		Trial: s.IsTrial, TotalLicenses: int(s.TotalLicenses),
		Created: date(s.CreatedDateTime), NextLifecycle: date(s.NextLifecycleDateTime),
	}
}

// readLicenses reads the SKUs that the tenant has subscribed to. One that is listed
// again with the same content counts once.
func readLicenses(ctx context.Context, g *graph.Client) ([]connector.License, error) {
	address := g.Address("/subscribedSkus")
	skus, err := graph.Collection[subscribedSKU](ctx, g, connector.Message{ID: "graph.list.licenses"}, graph.Request{Address: address})
	if err != nil {
		return nil, err
	}
	licenses := make([]connector.License, 0, len(skus))
	at := make(map[string]int, len(skus))
	for _, s := range skus {
		l := s.license()
		i, again := at[l.SKUID]
		switch {
		case !again:
			at[l.SKUID] = len(licenses)
			licenses = append(licenses, l)
		case !reflect.DeepEqual(l, licenses[i]):
			return nil, graph.Invalid(connector.Message{ID: "graph.answer.different-license", Data: graph.Of(g.ResourceOf(address))})
		}
	}
	return licenses, nil
}

// readSubscriptions reads the purchases behind the SKUs.
func readSubscriptions(ctx context.Context, g *graph.Client) ([]connector.Subscription, error) {
	answer, err := graph.Collection[companySubscription](ctx, g, connector.Message{ID: "graph.list.subscriptions"},
		graph.Request{Address: g.Address("/directory/subscriptions")})
	subscriptions := make([]connector.Subscription, len(answer))
	for i, s := range answer {
		subscriptions[i] = s.subscription()
	}
	return subscriptions, err
}

// date returns the day of a time of Graph's; no date when it is not one.
func date(text string) connector.Date {
	d, err := connector.ParseDate(text)
	if err != nil {
		return 0
	}
	return d
}
