package microsoft365

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"inventorybeacon/connector"
)

// subscribedSKU is learn.microsoft.com/graph/api/resources/subscribedsku.
type subscribedSKU struct {
	SKUID            string `json:"skuId"`
	SKUPartNumber    string `json:"skuPartNumber"`
	CapabilityStatus string `json:"capabilityStatus"`
	AppliesTo        string `json:"appliesTo"`
	ConsumedUnits    int    `json:"consumedUnits"`
	PrepaidUnits     struct {
		Enabled   int `json:"enabled"`
		Warning   int `json:"warning"`
		Suspended int `json:"suspended"`
		LockedOut int `json:"lockedOut"`
	} `json:"prepaidUnits"`
	ServicePlans []struct {
		ID                 string `json:"servicePlanId"`
		Name               string `json:"servicePlanName"`
		ProvisioningStatus string `json:"provisioningStatus"`
		AppliesTo          string `json:"appliesTo"`
	} `json:"servicePlans"`
}

func (s subscribedSKU) license() connector.License {
	l := connector.License{
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber,
		Status: s.CapabilityStatus, AppliesTo: s.AppliesTo,
		Enabled: s.PrepaidUnits.Enabled, Warning: s.PrepaidUnits.Warning,
		Suspended: s.PrepaidUnits.Suspended, LockedOut: s.PrepaidUnits.LockedOut,
		Assigned: s.ConsumedUnits,
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
	TotalLicenses         int    `json:"totalLicenses"`
	CreatedDateTime       string `json:"createdDateTime"`
	NextLifecycleDateTime string `json:"nextLifecycleDateTime"`
}

func (s companySubscription) subscription() connector.Subscription {
	return connector.Subscription{
		ID: strings.ToLower(s.ID), CommerceID: strings.ToLower(s.CommerceID),
		SKUID: strings.ToLower(s.SKUID), PartNumber: s.SKUPartNumber, Status: s.Status,
		Trial: s.IsTrial, TotalLicenses: s.TotalLicenses,
		Created: date(s.CreatedDateTime), NextLifecycle: date(s.NextLifecycleDateTime),
	}
}

// licenses reads the SKUs that the tenant has subscribed to.
func (g *graph) licenses(ctx context.Context) ([]connector.License, error) {
	skus, err := collection[subscribedSKU](ctx, g, request{address: g.address("/subscribedSkus")})
	licenses := make([]connector.License, len(skus))
	for i, s := range skus {
		licenses[i] = s.license()
	}
	return licenses, err
}

// subscriptions reads the purchases behind the SKUs.
func (g *graph) subscriptions(ctx context.Context) ([]connector.Subscription, error) {
	answer, err := collection[companySubscription](ctx, g, request{address: g.address("/directory/subscriptions")})
	subscriptions := make([]connector.Subscription, len(answer))
	for i, s := range answer {
		subscriptions[i] = s.subscription()
	}
	return subscriptions, err
}

// optional says that an error concerns something that an import can do without:
// what the account may not read, or what this cloud does not have.
func optional(err error) bool {
	var refused *GraphError
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusNotImplemented:
		return true
	default:
		return false
	}
}
