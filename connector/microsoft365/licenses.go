package microsoft365

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// subscribedSKU is learn.microsoft.com/graph/api/resources/subscribedsku.
type subscribedSKU struct {
	SKUID            string `json:"skuId"`
	SKUPartNumber    string `json:"skuPartNumber"`
	CapabilityStatus string `json:"capabilityStatus"`
	AppliesTo        string `json:"appliesTo"`
	ConsumedUnits    units  `json:"consumedUnits"`
	PrepaidUnits     struct {
		Enabled   units `json:"enabled"`
		Warning   units `json:"warning"`
		Suspended units `json:"suspended"`
		LockedOut units `json:"lockedOut"`
	} `json:"prepaidUnits"`
	ServicePlans []struct {
		ID                 string `json:"servicePlanId"`
		Name               string `json:"servicePlanName"`
		ProvisioningStatus string `json:"provisioningStatus"`
		AppliesTo          string `json:"appliesTo"`
	} `json:"servicePlans"`
}

func (s subscribedSKU) key() string { return s.SKUID }

func (s subscribedSKU) license() connector.License {
	l := connector.License{
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber,
		Status: s.CapabilityStatus, AppliesTo: s.AppliesTo,
		Enabled: int(s.PrepaidUnits.Enabled), Warning: int(s.PrepaidUnits.Warning),
		Suspended: int(s.PrepaidUnits.Suspended), LockedOut: int(s.PrepaidUnits.LockedOut),
		Assigned: int(s.ConsumedUnits),
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

func (s companySubscription) key() string { return s.ID }

func (s companySubscription) subscription() connector.Subscription {
	return connector.Subscription{
		ID: strings.ToLower(s.ID), CommerceID: strings.ToLower(s.CommerceID),
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber, Status: s.Status,
		Trial: s.IsTrial, TotalLicenses: int(s.TotalLicenses),
		Created: date(s.CreatedDateTime), NextLifecycle: date(s.NextLifecycleDateTime),
	}
}

// licenses reads the SKUs that the tenant has subscribed to.
func (g *graph) licenses(ctx context.Context) ([]connector.License, error) {
	skus, err := collection[subscribedSKU](ctx, g, "licenses", request{address: g.address("/subscribedSkus")})
	licenses := make([]connector.License, len(skus))
	for i, s := range skus {
		licenses[i] = s.license()
	}
	return licenses, err
}

// subscriptions reads the purchases behind the SKUs.
func (g *graph) subscriptions(ctx context.Context) ([]connector.Subscription, error) {
	answer, err := collection[companySubscription](ctx, g, "subscriptions", request{address: g.address("/directory/subscriptions")})
	subscriptions := make([]connector.Subscription, len(answer))
	for i, s := range answer {
		subscriptions[i] = s.subscription()
	}
	return subscriptions, err
}
