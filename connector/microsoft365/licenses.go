package microsoft365

import (
	"cmp"
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/printable"
)

// subscribedSKU is learn.microsoft.com/graph/api/resources/subscribedsku. Its units are read by
// themselves: a license of which they are wrong keeps no other from being imported.
type subscribedSKU struct {
	SKUID            string          `json:"skuId"`
	SKUPartNumber    string          `json:"skuPartNumber"`
	CapabilityStatus string          `json:"capabilityStatus"`
	AppliesTo        string          `json:"appliesTo"`
	ConsumedUnits    json.RawMessage `json:"consumedUnits"`
	PrepaidUnits     json.RawMessage `json:"prepaidUnits"`
	ServicePlans     []struct {
		ID                 string `json:"servicePlanId"`
		Name               string `json:"servicePlanName"`
		ProvisioningStatus string `json:"provisioningStatus"`
		AppliesTo          string `json:"appliesTo"`
	} `json:"servicePlans"`
}

func (s subscribedSKU) Key() string { return s.SKUID }

func (s subscribedSKU) Name() string { return cmp.Or(s.SKUPartNumber, s.SKUID) }

func (s subscribedSKU) Lacks() (m connector.Message) {
	if s.ServicePlans == nil { // of a license without any they are an empty array
		return connector.Message{ID: "graph.lacks.service-plans"}
	}
	for _, plan := range s.ServicePlans {
		if strings.TrimSpace(plan.ID) == "" {
			return connector.Message{ID: "graph.lacks.service-plan-id"}
		}
	}
	return m
}

// setUnits puts the units into a license, or says which of them are missing or impossible. What is
// a pointer must be there: none is written as 0.
func (s subscribedSKU) setUnits(l *connector.License) (lacks connector.Message) {
	var consumed *units
	var prepaid struct {
		Enabled   *units `json:"enabled"`
		Warning   units  `json:"warning"`
		Suspended units  `json:"suspended"`
		LockedOut units  `json:"lockedOut"`
	}
	if s.ConsumedUnits == nil || json.Unmarshal(s.ConsumedUnits, &consumed) != nil || consumed == nil || *consumed < 0 {
		return connector.Message{ID: "graph.lacks.consumed-units"}
	}
	if s.PrepaidUnits == nil || json.Unmarshal(s.PrepaidUnits, &prepaid) != nil || prepaid.Enabled == nil ||
		min(*prepaid.Enabled, prepaid.Warning, prepaid.Suspended, prepaid.LockedOut) < 0 {
		return connector.Message{ID: "graph.lacks.prepaid-units"}
	}
	l.Enabled, l.Warning = int(*prepaid.Enabled), int(prepaid.Warning)
	l.Suspended, l.LockedOut = int(prepaid.Suspended), int(prepaid.LockedOut)
	l.Assigned = int(*consumed)
	return lacks
}

// license returns the license, and what its units lack.
func (s subscribedSKU) license() (l connector.License, lacks connector.Message) {
	l = connector.License{
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber, Status: s.CapabilityStatus, AppliesTo: s.AppliesTo,
	}
	lacks = s.setUnits(&l)
	l.UnitsUnknown = lacks.ID != ""
	for _, p := range s.ServicePlans {
		l.ServicePlans = append(l.ServicePlans, connector.ServicePlan{
			ID: strings.ToLower(p.ID), Name: p.Name, Status: p.ProvisioningStatus, AppliesTo: p.AppliesTo,
		})
	}
	return l, lacks
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
// again with the same content counts once. Where units are wrong they are read once more;
// warnings name the licenses of which they still are, unless that is so of all.
func readLicenses(ctx context.Context, g *graph.Client) (licenses []connector.License, warnings []connector.Message, err error) {
	what := g.ResourceOf(g.Address("/subscribedSkus"))
	for again := false; ; again = true {
		skus, err := graph.Collection[subscribedSKU](ctx, g, connector.Message{ID: "graph.list.licenses"},
			graph.Request{Address: g.Address("/subscribedSkus")})
		if err != nil {
			return nil, nil, err
		}
		licenses, wrong, err := licensesOf(what, skus)
		switch {
		case err != nil:
			return nil, nil, err
		case len(wrong) > 0 && !again:
			continue
		case len(wrong) > 0 && len(wrong) == len(licenses):
			return nil, nil, graph.Invalid(wrong[0].incomplete(what))
		}
		for _, w := range wrong {
			warnings = append(warnings, w.warning())
		}
		return licenses, warnings, nil
	}
}

// wrongUnits is a license whose units are wrong.
type wrongUnits struct {
	sku   subscribedSKU
	lacks connector.Message
}

func (w wrongUnits) incomplete(what any) connector.Message {
	return connector.Message{ID: "graph.answer.incomplete", Data: connector.Data{
		"What": what, "Element": printable.Line(w.sku.Name(), 80), "Lacks": w.lacks,
	}}
}

func (w wrongUnits) warning() connector.Message {
	return connector.Message{ID: "import.units", Data: connector.Data{"License": printable.Line(w.sku.Name(), 80), "Lacks": w.lacks}}
}

// licensesOf returns the licenses of a listing, each once, and those whose units are wrong.
func licensesOf(what any, skus []subscribedSKU) (licenses []connector.License, wrong []wrongUnits, err error) {
	at := make(map[string]int, len(skus))
	for _, s := range skus {
		l, lacks := s.license()
		i, again := at[l.SKUID]
		switch {
		case again && !reflect.DeepEqual(l, licenses[i]):
			return nil, nil, graph.Invalid(connector.Message{ID: "graph.answer.different-license", Data: graph.Of(what)})
		case again:
			continue
		case lacks.ID != "":
			wrong = append(wrong, wrongUnits{sku: s, lacks: lacks})
		}
		at[l.SKUID] = len(licenses)
		licenses = append(licenses, l)
	}
	return licenses, wrong, nil
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
