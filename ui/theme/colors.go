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
	ColorNameDisabledBorder fyne.ThemeColorName = "disabledBorder" // line around a control that is disabled
	ColorNamePrimaryButton  fyne.ThemeColorName = "primaryButton"  // background of the main button
	ColorNameOnPrimary      fyne.ThemeColorName = "onPrimary"      // text on the main button
	ColorNamePrimaryHover   fyne.ThemeColorName = "primaryHover"   // the main button under the pointer
	ColorNamePrimaryPressed fyne.ThemeColorName = "primaryPressed" // the main button while pressed
	ColorNameTrack          fyne.ThemeColorName = "track"          // the part of a bar that is not filled
	ColorNameBadge          fyne.ThemeColorName = "badge"
	ColorNameOnBadge        fyne.ThemeColorName = "onBadge"
	ColorNameTooltip        fyne.ThemeColorName = "tooltip"
	ColorNameOnTooltip      fyne.ThemeColorName = "onTooltip"

	ColorNameChartStrong  fyne.ThemeColorName = "chartStrong"  // the part of a bar that matters
	ColorNameChartPale    fyne.ThemeColorName = "chartPale"    // the one beside it
	ColorNameChartNeutral fyne.ThemeColorName = "chartNeutral" // what says neither one nor the other: dots and stripes
	ColorNameChartFree    fyne.ThemeColorName = "chartFree"    // what a bar could still hold
	ColorNameChartLine1   fyne.ThemeColorName = "chartLine1"   // lines over time, in their order
	ColorNameChartLine2   fyne.ThemeColorName = "chartLine2"
	ColorNameChartLine3   fyne.ThemeColorName = "chartLine3"
	ColorNameChartLine4   fyne.ThemeColorName = "chartLine4"
	ColorNameChartLine5   fyne.ThemeColorName = "chartLine5"

	ColorNameStatusNone    fyne.ThemeColorName = "statusNone"
	ColorNameStatusRunning fyne.ThemeColorName = "statusRunning"
	ColorNameStatusOK      fyne.ThemeColorName = "statusOK"
	ColorNameStatusWarning fyne.ThemeColorName = "statusWarning"
	ColorNameStatusFailed  fyne.ThemeColorName = "statusFailed"
)

// shades is one color in each variant of the theme, as 0xRRGGBBAA.
type shades struct{ light, dark, contrast uint32 }

var palette = map[fyne.ThemeColorName]shades{
	fynetheme.ColorNameBackground:          {0xF4F5F7FF, 0x1B1D22FF, 0x000000FF},
	fynetheme.ColorNameForeground:          {0x1F2330FF, 0xE6E8ECFF, 0xFFFFFFFF},
	fynetheme.ColorNameDisabled:            {0x9AA0ABFF, 0x6F7683FF, 0xA8A8A8FF},
	fynetheme.ColorNamePlaceHolder:         {0x6A717EFF, 0x99A1AEFF, 0xD0D0D0FF},
	fynetheme.ColorNamePrimary:             {0x0F6CBDFF, 0x5AA9F5FF, 0xFFD700FF},
	fynetheme.ColorNameForegroundOnPrimary: {0xFFFFFFFF, 0x0B1A2AFF, 0x000000FF},
	fynetheme.ColorNameHyperlink:           {0x0F6CBDFF, 0x6CB4F8FF, 0xFFD700FF},
	fynetheme.ColorNameFocus:               {0x0F6CBD38, 0x5AA9F540, 0xFFD70060},
	fynetheme.ColorNameSelection:           {0x0F6CBD40, 0x5AA9F555, 0xFFD70060},
	fynetheme.ColorNameHover:               {0x0F6CBD14, 0x9CC5EE1C, 0xFFFFFF30},
	fynetheme.ColorNamePressed:             {0x0000001E, 0xFFFFFF22, 0xFFFFFF40},
	fynetheme.ColorNameButton:              {0xFFFFFFFF, 0x2B2F37FF, 0x000000FF},
	fynetheme.ColorNameDisabledButton:      {0xF0F1F3FF, 0x24272DFF, 0x000000FF},
	fynetheme.ColorNameInputBackground:     {0xFFFFFFFF, 0x1A1C21FF, 0x000000FF},
	fynetheme.ColorNameInputBorder:         {0xB9BEC8FF, 0x565D69FF, 0xFFFFFFFF},
	fynetheme.ColorNameSeparator:           {0xD3D6DCFF, 0x454B56FF, 0xFFFFFFFF},
	fynetheme.ColorNameHeaderBackground:    {0xF0F1F5FF, 0x2A2E35FF, 0x000000FF},
	fynetheme.ColorNameMenuBackground:      {0xFFFFFFFF, 0x2A2E35FF, 0x000000FF},
	fynetheme.ColorNameOverlayBackground:   {0xFAFBFDFF, 0x26292FFF, 0x000000FF},
	fynetheme.ColorNameScrollBar:           {0x3B42528C, 0xC3C9D480, 0xFFFFFFFF},
	fynetheme.ColorNameScrollBarBackground: {0xECEEF2FF, 0x2A2D33FF, 0x303030FF},
	fynetheme.ColorNameShadow:              {0x1B213038, 0x00000070, 0x00000000},
	fynetheme.ColorNameError:               {0xB3261EFF, 0xFF8A80FF, 0xFFB3B3FF},
	fynetheme.ColorNameSuccess:             {0x107C41FF, 0x54C283FF, 0x4CF04CFF},
	fynetheme.ColorNameWarning:             {0x946200FF, 0xE0A93BFF, 0xFFB84DFF},

	ColorNameNone:           {0x00000000, 0x00000000, 0x00000000},
	ColorNamePage:           {0xF4F5F7FF, 0x1B1D22FF, 0x000000FF},
	ColorNameSidebar:        {0xE9EAEEFF, 0x15171BFF, 0x000000FF},
	ColorNameSidebarActive:  {0xFFFFFFFF, 0x26292FFF, 0x003366FF},
	ColorNamePanel:          {0xFFFFFFFF, 0x22252BFF, 0x000000FF},
	ColorNameDialog:         {0xFAFBFDFF, 0x26292FFF, 0x000000FF},
	ColorNameBackdrop:       {0x343C4E80, 0x00000090, 0x000000B0},
	ColorNameBorder:         {0xD3D6DCFF, 0x454B56FF, 0xFFFFFFFF},
	ColorNameTableHeader:    {0xF0F1F5FF, 0x2A2E35FF, 0x000000FF},
	ColorNameRowLine:        {0xE6E8ECFF, 0x30343BFF, 0x707070FF},
	ColorNameRowHover:       {0xF1F6FBFF, 0x282D35FF, 0x2B2B2BFF},
	ColorNameRowSelected:    {0xDBE9F8FF, 0x1F3A57FF, 0x003366FF},
	ColorNameMutedText:      {0x5B6370FF, 0xA3ABB8FF, 0xE0E0E0FF},
	ColorNameErrorText:      {0xB3261EFF, 0xFF8A80FF, 0xFFB3B3FF},
	ColorNameDisabledInput:  {0xEEF0F3FF, 0x24272DFF, 0x000000FF},
	ColorNameDisabledBorder: {0xD3D6DCFF, 0x454B56FF, 0x8A8A8AFF},
	ColorNamePrimaryButton:  {0x0F6CBDFF, 0x1B6EC2FF, 0xFFD700FF},
	ColorNameOnPrimary:      {0xFFFFFFFF, 0xFFFFFFFF, 0x000000FF},
	ColorNamePrimaryHover:   {0x115EA3FF, 0x1F76CCFF, 0xFFE766FF},
	ColorNamePrimaryPressed: {0x0C3B5EFF, 0x14538FFF, 0xFFF3B0FF},
	ColorNameTrack:          {0xE1E4E9FF, 0x3A3F48FF, 0x484848FF},
	ColorNameBadge:          {0xC4314BFF, 0xC4314BFF, 0xFFB3B3FF},
	ColorNameOnBadge:        {0xFFFFFFFF, 0xFFFFFFFF, 0x000000FF},
	ColorNameTooltip:        {0x2B303BFF, 0x3B414CFF, 0xFFFFFFFF},
	ColorNameOnTooltip:      {0xFFFFFFFF, 0xF2F4F7FF, 0x000000FF},
	ColorNameChartStrong:    {0x0F6CBDFF, 0x5AA9F5FF, 0xFFD700FF},
	ColorNameChartPale:      {0x9CC5EEFF, 0x2F649AFF, 0x3F8FD0FF},
	ColorNameChartNeutral:   {0x7A828FFF, 0x8B93A1FF, 0xFFFFFFFF},
	ColorNameChartFree:      {0xECEEF2FF, 0x30343CFF, 0x202020FF},
	ColorNameChartLine1:     {0x0F6CBDFF, 0x5AA9F5FF, 0xFFD700FF},
	ColorNameChartLine2:     {0xB25A00FF, 0xE8A04AFF, 0x7CC8FFFF},
	ColorNameChartLine3:     {0x00746BFF, 0x45C4B5FF, 0x4CF04CFF},
	ColorNameChartLine4:     {0x7D3C98FF, 0xC79BE8FF, 0xFF9EE5FF},
	ColorNameChartLine5:     {0x5B6370FF, 0xA3ABB8FF, 0xFFFFFFFF},
	ColorNameStatusNone:     {0x6A717EFF, 0x99A1AEFF, 0xD0D0D0FF},
	ColorNameStatusRunning:  {0x0F6CBDFF, 0x5AA9F5FF, 0x7CC8FFFF},
	ColorNameStatusOK:       {0x107C41FF, 0x54C283FF, 0x4CF04CFF},
	ColorNameStatusWarning:  {0x946200FF, 0xE0A93BFF, 0xFFB84DFF},
	ColorNameStatusFailed:   {0xC4314BFF, 0xFF7B8AFF, 0xFFB3B3FF},
}

func nrgba(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 24), G: uint8(hex >> 16), B: uint8(hex >> 8), A: uint8(hex)}
}
