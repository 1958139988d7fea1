)

if ($Apply -and -not (Get-MgContext)) {
    Connect-MgGraph -Scopes 'User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All' | Out-Null
}
foreach ($license in $licenses) {
    $what = "take back $($license.Name)"
    $add = @()
    if ($license.Add) {
        $what = "exchange $($license.Name) for $($license.AddName)"
        $add = @(@{ SkuId = $license.Add })
    }
    if (-not $PSCmdlet.ShouldProcess($license.User, $what)) { continue }
    try {
        Set-MgUserLicense -UserId $license.UserId -AddLicenses $add -RemoveLicenses @($license.Remove) -Confirm:$false | Out-Null
        Write-Output "$($license.User): $what"
    } catch {
        Write-Warning "$($license.User): $($_.Exception.Message)"
    }
}
