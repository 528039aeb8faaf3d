using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Identity;
using CCHC.Identity.Tokens;
using CCHC.SingleSignOn;

namespace CCHC.Identity.SingleSignOn;

/// <summary>Those of <c>Identity:SingleSignOn</c>, a section each.</summary>
public sealed class Providers
{
    private readonly Dictionary<string, OpenIdProvider> _byName;

    /// <exception cref="InvalidOperationException">What is set cannot work, and why.</exception>
    public Providers(IConfiguration configuration, AccessTokens tokens, IHttpClientFactory clients)
    {
        ReturnAddress = new Uri(tokens.Issuer + "/dang-nhap/mot-lan/ve");
        _byName = configuration.GetSection("Identity:SingleSignOn").GetChildren()
            .Select(section => new OpenIdProvider(section.Key, Checked(section), clients))
            .ToDictionary(provider => provider.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<OpenIdProvider> All => _byName.Values;

    /// <summary>The portal's, to be registered with every provider.</summary>
    public Uri ReturnAddress { get; }

    public OpenIdProvider? Find(string name) => _byName.GetValueOrDefault(name);

    private static ProviderSettings Checked(IConfigurationSection section)
    {
        var settings = section.Get<ProviderSettings>() ?? new ProviderSettings();
        var problems = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), problems, validateAllProperties: true);
        if (!Uri.TryCreate(settings.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            problems.Add(new ValidationResult("Authority phải là địa chỉ https."));
        }

        problems.AddRange(settings.Roles.Values.Where(role => !Roles.All.Contains(role, StringComparer.Ordinal)).Select(role => new ValidationResult($"Roles: không có vai trò “{role}”.")));
        if (settings.Roles.Count > 0 && settings.RoleClaim is null)
        {
            problems.Add(new ValidationResult("Roles cần RoleClaim."));
        }

        return problems.Count == 0 ? settings : throw new InvalidOperationException($"{section.Path}: {string.Join(' ', problems.Select(problem => problem.ErrorMessage))}");
    }
}
