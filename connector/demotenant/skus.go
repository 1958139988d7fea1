package demotenant

import "slices"

// plan is a service plan. Its names and GUIDs, like those of the SKUs, are the
// public ones of learn.microsoft.com/entra/identity/users/licensing-service-plan-reference.
type plan struct {
	name, id string
	// service is the value of assignedPlans.service.
	service string
}

// The service plans that decide about rows and columns of the usage reports.
const (
	planExchange   = "EXCHANGE_S_ENTERPRISE"
	planExchange1  = "EXCHANGE_S_STANDARD"
	planExchangeF  = "EXCHANGE_S_DESKLESS"
	planSharePoint = "SHAREPOINTENTERPRISE"
	planSharePt1   = "SHAREPOINTSTANDARD"
	planSharePtF   = "SHAREPOINTDESKLESS"
	planSkype      = "MCOSTANDARD"
	planSkypeF     = "MCOIMP"
	planYammer     = "YAMMER_ENTERPRISE"
	planTeams      = "TEAMS1"
	planOffice     = "OFFICESUBSCRIPTION"
	planProject    = "PROJECT_CLIENT_SUBSCRIPTION"
	planVisio      = "VISIO_CLIENT_SUBSCRIPTION"
)

var plans = [...]plan{
	{planExchange, "efb87545-963c-4e0d-99df-69c6916d9eb0", "exchange"},
	{planExchange1, "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "exchange"},
	{planExchangeF, "4a82b400-a79f-41a4-b4e2-e94f5787b113", "exchange"},
	{"EXCHANGE_S_FOUNDATION", "113feb6c-3fe4-4440-bddc-54d774bf0318", "exchange"},
	{planSharePoint, "5dbe027f-2339-4123-9542-606e4d348a72", "SharePoint"},
	{planSharePt1, "c7699d2e-19aa-44de-8edf-1736da088ca1", "SharePoint"},
	{planSharePtF, "902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", "SharePoint"},
	{"SHAREPOINTWAC", "e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SharePoint"},
	{planTeams, "57ff2da0-773e-42df-b2af-ffb7a2317929", "TeamspaceAPI"},
	{planSkype, "0feaeb32-d00e-4d66-bd5a-43b5b83db82c", "MicrosoftCommunicationsOnline"},
	{planSkypeF, "afc06cb0-b4f4-4473-8286-d644f70d8faf", "MicrosoftCommunicationsOnline"},
	{planYammer, "7547a3fe-08ee-4ccb-b430-5077c5041653", "YammerEnterprise"},
	{planOffice, "43de0ff5-c92c-492b-9116-175376d08c38", "MicrosoftOffice"},
	{"OFFICEMOBILE_SUBSCRIPTION", "c63d4d19-e8cb-460e-b37c-4d6c34603745", "MicrosoftOffice"},
	{"INTUNE_A", "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "SCO"},
	{"INTUNE_O365", "882e1d05-acd1-4ccb-8708-6ee03664b117", "SCO"},
	{"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AADPremiumService"},
	{"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998", "AADPremiumService"},
	{"MFA_PREMIUM", "8a256a2b-b617-496d-b51b-e76466e88db0", "MultiFactorService"},
	{"RMS_S_ENTERPRISE", "bea4c11e-220a-4e6d-8eb8-8ea15d019f90", "RMSOnline"},
	{"RMS_S_PREMIUM", "6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMSOnline"},
	{"RMS_S_PREMIUM2", "5689bec4-755d-4753-8b61-40975025187c", "RMSOnline"},
	{"ADALLOM_S_O365", "8c098270-9dd4-4350-9b30-ba4703f3b36b", "Adallom"},
	{"ADALLOM_S_STANDALONE", "2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2", "Adallom"},
	{"ATA", "14ab5db5-e6c4-4b20-b4bc-13e36fd2227f", "AzureAdvancedThreatAnalytics"},
	{"BI_AZURE_P2", "70d33638-9c74-4d01-bfd3-562de28bd4ba", "PowerBI"},
	{"BI_AZURE_P0", "2049e525-b859-401b-b2a0-e0a31c4b1fe4", "PowerBI"},
	{"PROJECTWORKMANAGEMENT", "b737dad2-2f6c-4c65-90e3-ca563267e8b9", "ProjectWorkManagement"},
	{"SWAY", "a23b959c-7ce8-4e57-9140-b90eb88a9e97", "Sway"},
	{"FORMS_PLAN_E3", "2789c901-c14e-48ab-a76a-be334d9d793a", "OfficeForms"},
	{"FORMS_PLAN_E5", "e212cbc7-0961-4c40-9825-01117710dcb1", "OfficeForms"},
	{"Deskless", "8c7d2df8-86f0-4902-b2ed-a0458298f3b3", "Deskless"},
	{"FLOW_O365_P2", "76846ad7-7776-4c40-a281-a386362dd1b9", "ProcessSimple"},
	{"FLOW_O365_P3", "07699545-9485-468e-95b6-2fca3738be01", "ProcessSimple"},
	{"FLOW_P2_VIRAL", "50e68c76-46c6-4674-81f9-75456511b170", "ProcessSimple"},
	{"POWERAPPS_O365_P2", "c68f8d98-5534-41c8-bf36-22fa496fa792", "PowerAppsService"},
	{"POWERAPPS_O365_P3", "9c0dab89-a30c-4117-86e7-97bda240acd2", "PowerAppsService"},
	{"MCOEV", "4828c8ec-dc2e-4779-b502-87ac9ce28ab7", "MicrosoftCommunicationsOnline"},
	{"MCOMEETADV", "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MicrosoftCommunicationsOnline"},
	{planVisio, "663a804f-1c30-4ff0-9915-9db84f0d1cea", "MicrosoftOffice"},
	{"VISIOONLINE", "2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f", "WhiteboardServices"},
	{planProject, "fafd7243-e5c1-4a3a-9e40-495efcb1d3c3", "MicrosoftOffice"},
	{"SHAREPOINT_PROJECT", "fe71d6c3-a2ea-4499-9778-da042bf08063", "SharePoint"},
	{"WIN10_PRO_ENT_SUB", "21b439ba-a0ca-424f-a6cc-52f954a5b111", "WindowsDefenderATP"},
	{"WINDEFATP", "871d91ec-ec1a-452b-a83f-bd76c7d770ef", "WindowsDefenderATP"},
	{"EQUIVIO_ANALYTICS", "4de31727-a228-4ec3-a5bf-8e45b5ca48cc", "exchange"},
	{"LOCKBOX_ENTERPRISE", "9f431833-0334-42de-a7dc-70aa40db46db", "exchange"},
	{"THREAT_INTELLIGENCE", "8e0c0a52-6a6c-4d40-8370-dd62790dcd70", "exchange"},
	{"ATP_ENTERPRISE", "f20fedf3-f3c3-43c3-8267-2bfdd51c0939", "exchange"},
	{"BPOS_S_TODO_2", "c87f142c-d1e9-4363-8630-aaea9c4d9ae5", "To-Do"},
	{"CRMSTANDARD", "f9646fb2-e3b2-4309-95de-dc4833737456", "CRM"},
	{"M365_COPILOT_BUSINESS_CHAT", "3f30311c-6b1e-48a4-ab79-725b469da960", "M365CopilotBusinessChat"},
}

// planIndex finds a plan by its name; a wrong name is a mistake in this file.
func planIndex(name string) int {
	i := slices.IndexFunc(plans[:], func(p plan) bool { return p.name == name })
	if i < 0 {
		panic("demotenant: no service plan " + name)
	}
	return i
}

func planSet(names ...string) []int {
	set := make([]int, len(names))
	for i, name := range names {
		set[i] = planIndex(name)
	}
	return set
}

// supply says how many units the company has bought of a SKU.
type supply struct {
	// spare is the part of a thousand by which the purchase exceeds what is
	// assigned; a negative one makes the SKU over-assigned.
	spare int
	// fixed is bought whatever is assigned.
	fixed int
	// warning is the part of a thousand of the purchase that is in its grace period.
	warning int
}

// sku is a product that can be bought.
type sku struct {
	part, id, product string
	plans             []int
	supply            supply
	// status, appliesTo and provisioning default to Enabled, User and Success.
	status, appliesTo, provisioning string
	subscriptions                   int
	// groups is the number of groups through which the SKU is assigned.
	groups int
	// reportName is the product as the reports print it: in upper case.
	reportName string
	// brings is what its plans bring, all switched on.
	brings what
	// free says that nobody pays for it and that it does not end.
	free bool
}

// The SKUs by their place in the tenant's list.
const (
	skuE5 = iota
	skuE3
	skuF3
	skuOffice3
	skuOffice5
	skuOffice1
	skuEMS3
	skuEMS5
	skuPowerBI
	skuFabricFree
	skuVisio
	skuProject
	skuCopilot
	skuPhone
	skuExchange1
	skuFlowFree
	skuCRM
	skuPilot
	skuStore
	skuCount
)

func catalog(pilotID string) [skuCount]sku {
	office3 := planSet(planExchange, planSharePoint, "SHAREPOINTWAC", planTeams, planSkype, planYammer, planOffice, "OFFICEMOBILE_SUBSCRIPTION",
		"INTUNE_O365", "RMS_S_ENTERPRISE", "PROJECTWORKMANAGEMENT", "SWAY", "FORMS_PLAN_E3", "Deskless", "FLOW_O365_P2", "POWERAPPS_O365_P2", "BPOS_S_TODO_2")
	office5 := slices.Concat(office3, planSet("ADALLOM_S_O365", "BI_AZURE_P2", "MCOEV", "MCOMEETADV", "FORMS_PLAN_E5", "FLOW_O365_P3",
		"POWERAPPS_O365_P3", "EQUIVIO_ANALYTICS", "LOCKBOX_ENTERPRISE", "THREAT_INTELLIGENCE", "ATP_ENTERPRISE"))
	ems3 := planSet("AAD_PREMIUM", "INTUNE_A", "MFA_PREMIUM", "RMS_S_PREMIUM", "EXCHANGE_S_FOUNDATION")
	ems5 := slices.Concat(ems3, planSet("AAD_PREMIUM_P2", "RMS_S_PREMIUM2", "ADALLOM_S_STANDALONE", "ATA"))

	return [skuCount]sku{
		skuE5: {
			part: "SPE_E5", id: "06ebc4ee-1bb5-47dd-8120-11324bc54e06", product: "Microsoft 365 E5",
			plans: slices.Concat(office5, ems5, planSet("WIN10_PRO_ENT_SUB", "WINDEFATP")), supply: supply{spare: 80}, subscriptions: 2, groups: 2,
		},
		skuE3: {
			part: "SPE_E3", id: "05e9a617-0261-4cee-bb44-138d3ef5d965", product: "Microsoft 365 E3",
			plans: slices.Concat(office3, ems3, planSet("WIN10_PRO_ENT_SUB")), supply: supply{spare: 45}, subscriptions: 3, groups: 2,
		},
		skuF3: {
			part: "SPE_F1", id: "66b55226-6b4f-492c-910c-a3b7a3c9d993", product: "Microsoft 365 F3",
			plans: planSet(planExchangeF, planSharePtF, "SHAREPOINTWAC", planTeams, planSkypeF, planYammer, "OFFICEMOBILE_SUBSCRIPTION",
				"AAD_PREMIUM", "INTUNE_A", "MFA_PREMIUM", "Deskless", "SWAY"), supply: supply{spare: 250}, subscriptions: 1, groups: 1,
		},
		skuOffice3: {
			part: "ENTERPRISEPACK", id: "6fd2c87f-b296-42f0-b197-1e91e994b900", product: "Office 365 E3",
			plans: office3, supply: supply{spare: -30, warning: 50}, subscriptions: 2, groups: 2,
		},
		skuOffice5: {
			part: "ENTERPRISEPREMIUM", id: "c7df2760-2c81-4ef7-b578-5b5392b571df", product: "Office 365 E5",
			plans: office5, supply: supply{spare: 400, warning: 1000}, status: "Warning", subscriptions: 1,
		},
		skuOffice1: {
			part: "STANDARDPACK", id: "18181a46-0d4e-45cd-891e-60aabd171b4e", product: "Office 365 E1",
			plans: planSet(planExchange1, planSharePt1, "SHAREPOINTWAC", planTeams, planSkype, planYammer, "OFFICEMOBILE_SUBSCRIPTION",
				"PROJECTWORKMANAGEMENT", "SWAY", "Deskless"), supply: supply{spare: 20}, subscriptions: 1,
		},
		skuEMS3: {
			part: "EMS", id: "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", product: "Enterprise Mobility + Security E3",
			plans: ems3, supply: supply{spare: 30}, subscriptions: 1, groups: 1,
		},
		skuEMS5: {
			part: "EMSPREMIUM", id: "b05e124f-c7cc-45a0-a6aa-8cf78c946968", product: "Enterprise Mobility + Security E5",
			plans: ems5, supply: supply{spare: 100}, subscriptions: 1,
		},
		skuPowerBI: {
			part: "POWER_BI_PRO", id: "f8a1db68-be16-40ed-86d5-cb42ce701560", product: "Power BI Pro",
			plans: planSet("BI_AZURE_P2", "EXCHANGE_S_FOUNDATION"), supply: supply{spare: 150}, subscriptions: 2, groups: 1,
		},
		skuFabricFree: {
			part: "POWER_BI_STANDARD", id: "a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", product: "Microsoft Fabric (Free)",
			plans: planSet("BI_AZURE_P0", "EXCHANGE_S_FOUNDATION"), supply: supply{fixed: 1_000_000}, subscriptions: 1, free: true,
		},
		skuVisio: {
			part: "VISIOCLIENT", id: "c5928f49-12ba-48f7-ada3-0d743a3601d5", product: "Visio Plan 2",
			plans: planSet(planVisio, "VISIOONLINE", "EXCHANGE_S_FOUNDATION"), supply: supply{spare: 200}, subscriptions: 1,
		},
		skuProject: {
			part: "PROJECTPROFESSIONAL", id: "53818b1b-4a27-454b-8896-0dba576410e6", product: "Planner and Project Plan 3",
			plans: planSet(planProject, "SHAREPOINT_PROJECT", "SHAREPOINTWAC", "EXCHANGE_S_FOUNDATION"), supply: supply{spare: -100}, subscriptions: 1,
		},
		skuCopilot: {
			part: "Microsoft_365_Copilot", id: "639dec6b-bb19-468b-871c-c5c441c4b0cb", product: "Microsoft 365 Copilot",
			plans: planSet("M365_COPILOT_BUSINESS_CHAT"), supply: supply{spare: 300}, subscriptions: 1, groups: 1,
		},
		skuPhone: {
			part: "MCOEV", id: "e43b5b99-8dfb-405f-9987-dc307f34bcbd", product: "Microsoft Teams Phone Standard",
			plans: planSet("MCOEV"), supply: supply{spare: 60}, subscriptions: 1,
		},
		skuExchange1: {
			part: "EXCHANGESTANDARD", id: "4b9405b0-7788-4568-add1-99614e613b69", product: "Exchange Online (Plan 1)",
			plans: planSet(planExchange1), supply: supply{spare: 500}, subscriptions: 1,
		},
		skuFlowFree: {
			part: "FLOW_FREE", id: "f30db892-07e9-47e9-837c-80727f46fd3d", product: "Microsoft Power Automate Free",
			plans: planSet("FLOW_P2_VIRAL", "EXCHANGE_S_FOUNDATION"), supply: supply{fixed: 10_000}, subscriptions: 1, free: true,
		},
		skuCRM: {
			part: "CRMSTANDARD", id: "d17b27af-3f49-4822-99f9-56a661538792", product: "Microsoft Dynamics CRM Online",
			plans: planSet("CRMSTANDARD"), supply: supply{spare: 100}, status: "Suspended", provisioning: "Disabled", subscriptions: 1,
		},
		// Neither Microsoft's table nor anybody else's knows this product, and its
		// states are members that Microsoft may add to its enumerations one day.
		skuPilot: {
			part: "CONTOSO_PILOT_2030", id: pilotID, product: "Contoso Pilot 2030",
			plans: planSet(planTeams), supply: supply{spare: 10}, status: "Evaluating", provisioning: "PendingMigration", subscriptions: 1,
		},
		skuStore: {
			part: "WINDOWS_STORE", id: "6470687e-a428-4b7a-bef2-8a291ad947c9", product: "Windows Store for Business",
			supply: supply{fixed: 25}, appliesTo: "Company", subscriptions: 1, free: true,
		},
	}
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
