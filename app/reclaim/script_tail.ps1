
# Graph takes back a license on which others depend only together with these: what is taken from
# a user goes in one request.
function Set-License($Licenses) {
    $new = @($Licenses | Where-Object NewSkuId | Select-Object -ExpandProperty NewSkuId -Unique)
    $body = @{
        addLicenses    = @($new | ForEach-Object { @{ skuId = $_ } })
        removeLicenses = @($Licenses | ForEach-Object { $_.SkuId })
    } | ConvertTo-Json -Depth 4
    $user = Invoke-MgGraphRequest -Method POST -Uri "v1.0/users/$($Licenses[0].UserId)/assignLicense" -Body $body -ContentType 'application/json'
    $has = @($user.assignedLicenses | ForEach-Object { $_.skuId })
    foreach ($license in $Licenses) {
        Write-Output "$($license.User): $($license.What)"
        if ($license.NewSkuId -and $has -notcontains $license.NewSkuId) {
            Write-Warning "$($license.User): does not have $($license.NewName). Give it in the admin center."
        }
    }
}

Write-Output $summary

$tenants = [ordered]@{}
foreach ($license in $licenses) {
    if (-not $tenants.Contains($license.TenantId)) { $tenants[$license.TenantId] = [ordered]@{} }
    $users = $tenants[$license.TenantId]
    if (-not $users.Contains($license.UserId)) { $users[$license.UserId] = @() }
    $users[$license.UserId] += $license
}
foreach ($tenant in $tenants.Keys) {
    if ($Apply -and (Get-MgContext).TenantId -ne $tenant) {
        Connect-MgGraph -TenantId $tenant -Scopes 'User.ReadWrite.All', 'LicenseAssignment.ReadWrite.All' | Out-Null
    }
    foreach ($held in $tenants[$tenant].Values) {
        $chosen = @(foreach ($license in $held) {
            $what = "take back $($license.Name)"
            if ($license.NewSkuId) { $what = "exchange $($license.Name) for $($license.NewName)" }
            # -WhatIf:$false is no -Apply.
            if ($PSCmdlet.ShouldProcess($license.User, $what) -and $Apply) {
                $license | Add-Member -NotePropertyName What -NotePropertyValue $what -PassThru
            }
        })
        if ($chosen.Count -eq 0) { continue }
        try {
            Set-License $chosen
        } catch {
            # One that is refused does not keep the others: each goes alone.
            foreach ($license in $chosen) {
                try {
                    Set-License @($license)
                } catch {
                    Write-Warning "$($license.User): $($license.What): $_"
                }
            }
        }
    }
}
