package connection

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const storeWidth = 620

// certificateButtons choose a file and, where the system has them, a certificate that stays in a store.
func (d *showing) certificateButtons() []fyne.CanvasObject {
	buttons := []fyne.CanvasObject{widgets.NewButton(lang.L("Choose..."), d.chooseCertificate)}
	if d.session.Beacon.HasCertificateStore() {
		store := widgets.NewButton(lang.L("From Store..."), d.lookIntoStores)
		store.SetTooltip(lang.L("A certificate of this account or computer: its key stays in Windows and cannot be exported."))
		buttons = append(buttons, store)
	}
	return buttons
}

// lookIntoStores looks for certificates of which this account can use the key.
func (d *showing) lookIntoStores() {
	session.Go(d.session, d.session.Context(), func(context.Context) ([]connector.UsableCertificate, error) {
		return d.session.Beacon.UsableCertificates()
	}, func(usable []connector.UsableCertificate, err error) {
		switch {
		case err != nil:
			d.session.Fail(lang.L("The certificates could not be read"), err)
		case len(usable) == 0:
			dialog.Message(d.session.Window, theme.StatusRunning, lang.L("There is no certificate to choose"),
				lang.L("Neither this account nor this computer has a valid certificate with an RSA key of 2048 bits or more that this account may use. See certmgr.msc (account) and certlm.msc (computer); the right to use a key is given there by All Tasks, Manage Private Keys."), "")
		default:
			d.chooseStored(usable)
		}
	})
}

// chooseStored lets somebody choose one of several certificates.
func (d *showing) chooseStored(usable []connector.UsableCertificate) {
	var labels []string
	for _, u := range usable {
		label := lang.L("{{.Certificate}}, in {{.Store}}", map[string]any{"Certificate": format.Certificate(u.Certificate), "Store": u.Store})
		labels = append(labels, format.Distinct(labels, label))
	}
	list := form.NewSelect(labels, nil)
	chosen := func() connector.UsableCertificate { return usable[max(0, list.SelectedIndex())] }
	renewed := form.NewCheck(lang.L("Go on with a renewed certificate of the same subject"), nil)
	renewed.SetChecked(true)
	form := form.New(form.NewRow("certificate", lang.L("Certificate"), list), form.NewRow("renewed", "", renewed))
	list.OnChanged = func(string) {
		form.Row("certificate").SetHint(lang.L("Thumbprint {{.Digits}}", map[string]any{"Digits": chosen().Thumbprint}))
	}
	intro := widgets.NewWrapText(lang.L("The key of the certificate stays in Windows. The account that runs the imports, also that of a service, has to be allowed to use it."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	frame := dialog.New(d.session.Window, lang.L("Choose a Certificate"), container.New(layout.NewCustomPaddedVBoxLayout(12), intro, form))
	frame.SetWidth(storeWidth)
	frame.SetActions(widgets.NewPrimaryButton(lang.L("Choose"), func() {
		frame.Close()
		reference := chosen().Itself()
		if renewed.Checked() {
			reference = chosen().OrRenewed()
		}
		d.useCertificate(reference.Content().Reveal())
	}), widgets.NewButton(lang.L("Cancel"), nil))
	frame.SetFocus(list)
	list.SetSelected(labels[0])
	frame.Show()
}
