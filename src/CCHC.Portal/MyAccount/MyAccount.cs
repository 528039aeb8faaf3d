using System.Text.Json;

namespace CCHC.Portal.MyAccount;

/// <summary>Who is signed in, with the roles of now.</summary>
public sealed record Me(Guid Id, string UserName, string DisplayName, IReadOnlyList<HeldRole> Grants);

/// <param name="UnitName">Null for the whole system.</param>
public sealed record HeldRole(string Role, string? UnitName);

/// <param name="Required">A role of the account asks for a second factor.</param>
/// <param name="Authenticator">A phone makes codes.</param>
/// <param name="RecoveryCodes">How many are left.</param>
public sealed record SecondFactorState(bool Required, bool Authenticator, DateTimeOffset? ConfirmedAt, int RecoveryCodes, int Passkeys, bool IsOn);

/// <param name="Secret">Base32.</param>
/// <param name="Address">The same as an <c>otpauth:</c> address.</param>
public sealed record PhoneSecret(string Secret, string Address);

public sealed record RecoveryCodes([property: System.Text.Json.Serialization.JsonPropertyName("recoveryCodes")] IReadOnlyList<string> Codes);

/// <param name="Domain">That passkeys belong to; null where the installation has none.</param>
public sealed record PasskeyList(IReadOnlyList<Passkey> Items, string? Domain);

/// <param name="Synced">Kept in a cloud of its maker.</param>
public sealed record Passkey(string Id, string Name, DateTimeOffset CreatedAt, bool Synced);

public sealed record PasskeyChallenge(string Challenge, JsonElement Options);

public sealed record SessionList(IReadOnlyList<SessionItem> Items);

/// <param name="Method">How the person signed in.</param>
/// <param name="Device">The browser, in its own words.</param>
public sealed record SessionItem(Guid Id, bool Current, string Method, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt)
{
    /// <summary>Browser and system as people call them; what a browser says of itself names its rivals too, so the order matters.</summary>
    public string DeviceName
    {
        get
        {
            var browser = First(("Edg", "Edge"), ("OPR/", "Opera"), ("coc_coc", MyAccountTexts.CocCoc), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"));
            var system = First(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"));
            return (browser, system) switch
            {
                ({ } name, { } on) => Formats.Text(MyAccountTexts.DeviceOn, name, on),
                ({ } name, null) => name,
                _ => MyAccountTexts.DeviceUnknown,
            };

            string? First(params ReadOnlySpan<(string Part, string Name)> known)
            {
                foreach (var (part, name) in known)
                {
                    if (Device.Contains(part, StringComparison.OrdinalIgnoreCase))
                    {
                        return name;
                    }
                }

                return null;
            }
        }
    }

    public string MethodName => Method switch
    {
        "AuthenticatorCode" => MyAccountTexts.ByCode,
        "RecoveryCode" => MyAccountTexts.ByRecoveryCode,
        "Passkey" => MyAccountTexts.ByPasskey,
        "SingleSignOn" => MyAccountTexts.BySingleSignOn,
        _ => MyAccountTexts.ByPassword,
    };
}
