package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Names of colors that Fyne has no word for.
const (
	ColorNameNone          fyne.ThemeColorName = "none"          // nothing is drawn
	ColorNamePage          fyne.ThemeColorName = "page"          // background of a page
	ColorNameSidebar       fyne.ThemeColorName = "sidebar"       // background of the sidebar and of the bar at the bottom
	ColorNameSidebarActive fyne.ThemeColorName = "sidebarActive" // background of the sidebar's current entry
	ColorNamePanel         fyne.ThemeColorName = "panel"         // background of panels, cards and tables
	ColorNameDialog        fyne.ThemeColorName = "dialog"        // background of dialogs
	ColorNameBackdrop      fyne.ThemeColorName = "backdrop"      // what covers the window behind a dialog
	ColorNameBorder        fyne.ThemeColorName = "border"        // lines around panels, tables and groups

	ColorNameTableHeader fyne.ThemeColorName = "tableHeader"
	ColorNameRowLine     fyne.ThemeColorName = "rowLine" // between two rows, and bars not loaded yet
	ColorNameRowHover    fyne.ThemeColorName = "rowHover"
	ColorNameRowSelected fyne.ThemeColorName = "rowSelected"

	ColorNameMutedText      fyne.ThemeColorName = "mutedText"
	ColorNameErrorText      fyne.ThemeColorName = "errorText"
	ColorNameDisabledInput  fyne.ThemeColorName = "disabledInput"  // background of a field that is disabled
	ColorNamePrimaryButton  fyne.ThemeColorName = "primaryButton"  // background of the main button
	ColorNameOnPrimary      fyne.ThemeColorName = "onPrimary"      // text on the main button
	ColorNamePrimaryHover   fyne.ThemeColorName = "primaryHover"   // the main button under the pointer
	ColorNamePrimaryPressed fyne.ThemeColorName = "primaryPressed" // the main button while pressed
	ColorNameTrack          fyne.ThemeColorName = "track"          // the part of a bar that is not filled
	ColorNameBadge          fyne.ThemeColorName = "badge"
	ColorNameOnBadge        fyne.ThemeColorName = "onBadge"
	ColorNameTooltip        fyne.ThemeColorName = "tooltip"
	ColorNameOnTooltip      fyne.ThemeColorName = "onTooltip"

	ColorNameStatusNone    fyne.ThemeColorName = "statusNone"
	ColorNameStatusRunning fyne.ThemeColorName = "statusRunning"
	ColorNameStatusOK      fyne.ThemeColorName = "statusOK"
	ColorNameStatusWarning fyne.ThemeColorName = "statusWarning"
	ColorNameStatusFailed  fyne.ThemeColorName = "statusFailed"
)

func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func rgba(hex uint32, alpha uint8) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}

var light = map[fyne.ThemeColorName]color.Color{
	fynetheme.ColorNameBackground:          rgb(0xF4F5F7),
	fynetheme.ColorNameForeground:          rgb(0x1F2330),
	fynetheme.ColorNameDisabled:            rgb(0x9AA0AB),
	fynetheme.ColorNamePlaceHolder:         rgb(0x6A717E),
	fynetheme.ColorNamePrimary:             rgb(0x0F6CBD),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	fynetheme.ColorNameHyperlink:           rgb(0x0F6CBD),
	fynetheme.ColorNameFocus:               rgba(0x0F6CBD, 0x38),
	fynetheme.ColorNameSelection:           rgba(0x0F6CBD, 0x40),
	fynetheme.ColorNameHover:               rgba(0x0F6CBD, 0x14),
	fynetheme.ColorNamePressed:             rgba(0x000000, 0x1E),
	fynetheme.ColorNameButton:              rgb(0xFFFFFF),
	fynetheme.ColorNameDisabledButton:      rgb(0xF0F1F3),
	fynetheme.ColorNameInputBackground:     rgb(0xFFFFFF),
	fynetheme.ColorNameInputBorder:         rgb(0xB9BEC8),
	fynetheme.ColorNameSeparator:           rgb(0xD3D6DC),
	fynetheme.ColorNameHeaderBackground:    rgb(0xF0F1F5),
	fynetheme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	fynetheme.ColorNameOverlayBackground:   rgb(0xFAFBFD),
	fynetheme.ColorNameScrollBar:           rgba(0x3B4252, 0x8C),
	fynetheme.ColorNameScrollBarBackground: rgb(0xECEEF2),
	fynetheme.ColorNameShadow:              rgba(0x1B2130, 0x38),
	fynetheme.ColorNameError:               rgb(0xB3261E),
	fynetheme.ColorNameSuccess:             rgb(0x107C41),
	fynetheme.ColorNameWarning:             rgb(0x946200),

	ColorNameNone:           color.Transparent,
	ColorNamePage:           rgb(0xF4F5F7),
	ColorNameSidebar:        rgb(0xE9EAEE),
	ColorNameSidebarActive:  rgb(0xFFFFFF),
	ColorNamePanel:          rgb(0xFFFFFF),
	ColorNameDialog:         rgb(0xFAFBFD),
	ColorNameBackdrop:       rgba(0x343C4E, 0x80),
	ColorNameBorder:         rgb(0xD3D6DC),
	ColorNameTableHeader:    rgb(0xF0F1F5),
	ColorNameRowLine:        rgb(0xE6E8EC),
	ColorNameRowHover:       rgb(0xF1F6FB),
	ColorNameRowSelected:    rgb(0xDBE9F8),
	ColorNameMutedText:      rgb(0x5B6370),
	ColorNameErrorText:      rgb(0xB3261E),
	ColorNameDisabledInput:  rgb(0xEEF0F3),
	ColorNamePrimaryButton:  rgb(0x0F6CBD),
	ColorNameOnPrimary:      rgb(0xFFFFFF),
	ColorNamePrimaryHover:   rgb(0x115EA3),
	ColorNamePrimaryPressed: rgb(0x0C3B5E),
	ColorNameTrack:          rgb(0xE1E4E9),
	ColorNameBadge:          rgb(0xC4314B),
	ColorNameOnBadge:        rgb(0xFFFFFF),
	ColorNameTooltip:        rgb(0x2B303B),
	ColorNameOnTooltip:      rgb(0xFFFFFF),
	ColorNameStatusNone:     rgb(0x6A717E),
	ColorNameStatusRunning:  rgb(0x0F6CBD),
	ColorNameStatusOK:       rgb(0x107C41),
	ColorNameStatusWarning:  rgb(0x946200),
	ColorNameStatusFailed:   rgb(0xC4314B),
}

var dark = map[fyne.ThemeColorName]color.Color{
	fynetheme.ColorNameBackground:          rgb(0x1B1D22),
	fynetheme.ColorNameForeground:          rgb(0xE6E8EC),
	fynetheme.ColorNameDisabled:            rgb(0x6F7683),
	fynetheme.ColorNamePlaceHolder:         rgb(0x99A1AE),
	fynetheme.ColorNamePrimary:             rgb(0x5AA9F5),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0x0B1A2A),
	fynetheme.ColorNameHyperlink:           rgb(0x6CB4F8),
	fynetheme.ColorNameFocus:               rgba(0x5AA9F5, 0x40),
	fynetheme.ColorNameSelection:           rgba(0x5AA9F5, 0x55),
	fynetheme.ColorNameHover:               rgba(0x9CC5EE, 0x1C),
	fynetheme.ColorNamePressed:             rgba(0xFFFFFF, 0x22),
	fynetheme.ColorNameButton:              rgb(0x2B2F37),
	fynetheme.ColorNameDisabledButton:      rgb(0x24272D),
	fynetheme.ColorNameInputBackground:     rgb(0x1A1C21),
	fynetheme.ColorNameInputBorder:         rgb(0x565D69),
	fynetheme.ColorNameSeparator:           rgb(0x454B56),
	fynetheme.ColorNameHeaderBackground:    rgb(0x2A2E35),
	fynetheme.ColorNameMenuBackground:      rgb(0x2A2E35),
	fynetheme.ColorNameOverlayBackground:   rgb(0x26292F),
	fynetheme.ColorNameScrollBar:           rgba(0xC3C9D4, 0x80),
	fynetheme.ColorNameScrollBarBackground: rgb(0x2A2D33),
	fynetheme.ColorNameShadow:              rgba(0x000000, 0x70),
	fynetheme.ColorNameError:               rgb(0xFF8A80),
	fynetheme.ColorNameSuccess:             rgb(0x54C283),
	fynetheme.ColorNameWarning:             rgb(0xE0A93B),

	ColorNameNone:           color.Transparent,
	ColorNamePage:           rgb(0x1B1D22),
	ColorNameSidebar:        rgb(0x15171B),
	ColorNameSidebarActive:  rgb(0x26292F),
	ColorNamePanel:          rgb(0x22252B),
	ColorNameDialog:         rgb(0x26292F),
	ColorNameBackdrop:       rgba(0x000000, 0x90),
	ColorNameBorder:         rgb(0x454B56),
	ColorNameTableHeader:    rgb(0x2A2E35),
	ColorNameRowLine:        rgb(0x30343B),
	ColorNameRowHover:       rgb(0x282D35),
	ColorNameRowSelected:    rgb(0x1F3A57),
	ColorNameMutedText:      rgb(0xA3ABB8),
	ColorNameErrorText:      rgb(0xFF8A80),
	ColorNameDisabledInput:  rgb(0x24272D),
	ColorNamePrimaryButton:  rgb(0x1B6EC2),
	ColorNameOnPrimary:      rgb(0xFFFFFF),
	ColorNamePrimaryHover:   rgb(0x1F76CC),
	ColorNamePrimaryPressed: rgb(0x14538F),
	ColorNameTrack:          rgb(0x3A3F48),
	ColorNameBadge:          rgb(0xC4314B),
	ColorNameOnBadge:        rgb(0xFFFFFF),
	ColorNameTooltip:        rgb(0x3B414C),
	ColorNameOnTooltip:      rgb(0xF2F4F7),
	ColorNameStatusNone:     rgb(0x99A1AE),
	ColorNameStatusRunning:  rgb(0x5AA9F5),
	ColorNameStatusOK:       rgb(0x54C283),
	ColorNameStatusWarning:  rgb(0xE0A93B),
	ColorNameStatusFailed:   rgb(0xFF7B8A),
}
