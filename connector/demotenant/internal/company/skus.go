package company

import (
	"slices"
	"strings"

	"inventorybeacon/connector/demotenant/internal/data"
)

// Plan is a service plan. Its names and GUIDs, like those of the SKUs, are the
// public ones of learn.microsoft.com/entra/identity/users/licensing-service-plan-reference.
type Plan struct {
	Name, ID string
	// Service is the value of assignedPlans.service.
	Service string
	// AppliesTo is User when it is empty.
	AppliesTo string
	// Brings are the applications that it lets a user have.
	Brings capabilities
}

// sku is a product that can be bought.
type sku struct {
	PartNumber, ID, Product string
	// Status, AppliesTo and Provisioning are Enabled, User and Success when they are empty.
	Status, AppliesTo, Provisioning string
	// Spare is the part of a thousand by which the purchase exceeds what is
	// assigned; a negative one makes the SKU over-assigned.
	Spare int
	// Fixed is bought whatever is assigned.
	Fixed int
	// Warning is the part of a thousand of the purchase that is in its grace period.
	Warning int
	// Subscriptions is the number of purchases.
	Subscriptions int
	// Groups is the number of groups through which the SKU is assigned, firstGroup
	// the place of the first one among the tenant's groups.
	Groups, firstGroup int
	// Free says that nobody pays for it and that it does not end.
	Free bool
	// PlanNames are the names of its plans, in their order.
	PlanNames []string `json:"plans"`
	Plans     []*Plan
	// brings is what its plans bring, all of them enabled.
	brings capabilities
	// reportName is the product as the reports print it: in upper case.
	reportName string
}

// Plans are the service plans that there are.
var Plans, skus = readCatalog()

// readCatalog reads the service plans and the SKUs in the order of the tenant's list.
func readCatalog() ([]Plan, []sku) {
	catalog := data.Read[struct {
		Plans []Plan
		SKUs  []sku
	}]("catalog.json")
	named := map[string]*Plan{}
	for i := range catalog.Plans {
		named[catalog.Plans[i].Name] = &catalog.Plans[i]
	}
	for i := range catalog.SKUs {
		s := &catalog.SKUs[i]
		s.reportName = strings.ToUpper(s.Product)
		for _, name := range s.PlanNames {
			p := named[name]
			s.Plans = append(s.Plans, p)
			s.brings |= p.Brings
		}
	}
	return catalog.Plans, catalog.SKUs
}

// The places of the SKUs that users have.
var (
	skuE5         = skuNamed("SPE_E5")
	skuE3         = skuNamed("SPE_E3")
	skuF3         = skuNamed("SPE_F1")
	skuOffice3    = skuNamed("ENTERPRISEPACK")
	skuOffice5    = skuNamed("ENTERPRISEPREMIUM")
	skuOffice1    = skuNamed("STANDARDPACK")
	skuEMS3       = skuNamed("EMS")
	skuEMS5       = skuNamed("EMSPREMIUM")
	skuPowerBI    = skuNamed("POWER_BI_PRO")
	skuFabricFree = skuNamed("POWER_BI_STANDARD")
	skuVisio      = skuNamed("VISIOCLIENT")
	skuProject    = skuNamed("PROJECTPROFESSIONAL")
	skuCopilot    = skuNamed("Microsoft_365_Copilot")
	skuExchange1  = skuNamed("EXCHANGESTANDARD")
	skuFlowFree   = skuNamed("FLOW_FREE")
	skuCRM        = skuNamed("CRMSTANDARD")
	// Neither Microsoft's table nor anybody else's knows this product, and its
	// states are members that Microsoft may add to its enumerations one day.
	skuPilot = skuNamed("CONTOSO_PILOT_2030")
)

func skuNamed(partNumber string) int {
	i := slices.IndexFunc(skus, func(s sku) bool { return s.PartNumber == partNumber })
	if i < 0 {
		panic("demotenant: no SKU " + partNumber)
	}
	return i
}
