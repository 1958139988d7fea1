package app

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app/reclaim"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// The queries and rows of what can be taken back.
type (
	ReclaimQuery   = inventory.ReclaimQuery
	ReclaimReason  = inventory.Reason
	ReclaimColumn  = inventory.ReclaimColumn
	Certainty      = inventory.Certainty
	Recommendation = reclaim.Recommendation
	ReclaimSum     = reclaim.Sum
	KeptLicense    = reclaim.Kept
	ScriptCounts   = reclaim.ScriptCounts
	ScriptGroup    = reclaim.ScriptGroup
	LicenseOfUser  = history.Kept
	Recommender    = reclaim.Recommender
)

// The certainties.
const (
	Certain  = inventory.Certain
	Probable = inventory.Probable
	Review   = inventory.Review
)

// What recommendations are grouped by.
const (
	ByReason     = inventory.ByReason
	ByLicense    = inventory.ByLicense
	ByDepartment = inventory.ByDepartment
	ByCompany    = inventory.ByCompany
	ByCountry    = inventory.ByCountry
)

// ReasonText is a reason as a label.
func ReasonText(reason ReclaimReason) string { return reclaim.ReasonText(reason) }

// CertaintyText is a certainty as a label.
func CertaintyText(certainty Certainty) string { return reclaim.CertaintyText(certainty) }

// ReclaimReasons are the reasons, the strongest first.
var ReclaimReasons = inventory.Reasons

// Certainties are the certainties, the greatest first.
var Certainties = inventory.Certainties

// ReclaimColumns are what recommendations are grouped by.
var ReclaimColumns = inventory.ReclaimColumns

// LicensesOfUser returns the license that an id or part number means of the user with a
// name or id, who has it or should have it: of each tenant in which there is such a user.
// The error is a [store.NotFoundError].
func (b *Beacon) LicensesOfUser(ctx context.Context, connections []string, name, sku string) ([]LicenseOfUser, error) {
	skus, err := b.LicensesNamed(ctx, sku)
	if err != nil {
		return nil, err
	}
	found, err := b.FindUsers(ctx, connections, name)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &store.NotFoundError{What: "user", Key: name}
	}
	tenants, err := b.tenants(ctx)
	if err != nil {
		return nil, err
	}
	var licenses []LicenseOfUser
	for _, key := range found {
		user, err := b.User(ctx, key.Connection, key.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range skus {
			has := slices.ContainsFunc(user.Assignments, func(a UserAssignment) bool { return a.SKUID == s.ID }) ||
				slices.ContainsFunc(user.Failed, func(f UserFailure) bool { return f.SKUID == s.ID })
			license := LicenseOfUser{
				TenantID: tenants[key.Connection], UserID: user.ID, SKUID: s.ID, UserPrincipalName: user.UserPrincipalName,
			}
			if has && !slices.Contains(licenses, license) {
				licenses = append(licenses, license)
			}
		}
	}
	if len(licenses) == 0 {
		return nil, &store.NotFoundError{What: "license-of-user", Key: skus[0].Code()}
	}
	return licenses, nil
}

// tenants are the ids of the tenants by connection.
func (b *Beacon) tenants(ctx context.Context) (map[string]string, error) {
	published, err := b.Published(ctx)
	tenants := make(map[string]string, len(published))
	for _, p := range published {
		tenants[p.Connection] = p.Tenant.ID
	}
	return tenants, err
}

// KeptNow returns the licenses that are kept, and those that were, with what they are called.
func (b *Beacon) KeptNow(ctx context.Context) ([]KeptRow, error) {
	kept, err := b.Reclaim.Kept(ctx)
	if err != nil {
		return nil, err
	}
	skus, err := b.SKUs(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]KeptRow, len(kept))
	for i, k := range kept {
		rows[i] = KeptRow{k, b.LicenseOf(skus, k.SKUID)}
	}
	return rows, nil
}

// KeptRow is a license that is kept, or was.
type KeptRow struct {
	KeptLicense
	SKU SKU
}

// UnkeepLicense ends that a license is kept of the user with a name or id. The error is a
// [store.NotFoundError] when it is not.
func (b *Beacon) UnkeepLicense(ctx context.Context, name, sku string) ([]KeptRow, error) {
	skus, err := b.LicensesNamed(ctx, sku)
	if err != nil {
		return nil, err
	}
	found, err := b.FindUsers(ctx, nil, name)
	if err != nil {
		return nil, err
	}
	kept, err := b.KeptNow(ctx)
	if err != nil {
		return nil, err
	}
	var ended []KeptRow
	for _, k := range kept {
		named := strings.EqualFold(k.UserPrincipalName, name) || strings.EqualFold(k.UserID, name) ||
			slices.ContainsFunc(found, func(key inventory.UserKey) bool { return key.ID == k.UserID })
		if !named || !slices.ContainsFunc(skus, func(s SKU) bool { return s.ID == k.SKUID }) {
			continue
		}
		if _, err := b.Reclaim.Unkeep(ctx, k.TenantID, k.UserID, k.SKUID); err != nil {
			return nil, err
		}
		ended = append(ended, k)
	}
	if len(ended) == 0 {
		return nil, &store.NotFoundError{What: "kept-license", Key: skus[0].Code()}
	}
	return ended, nil
}
