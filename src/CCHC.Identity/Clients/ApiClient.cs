namespace CCHC.Identity.Clients;

/// <summary>Another system that calls the API in its own name.</summary>
public sealed class ApiClient
{
    private ApiClient()
    {
    }

    /// <summary>The <c>client_id</c>.</summary>
    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";
    public byte[] SecretHash { get; private set; } = [];
    public string[] Roles { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }

    public static ApiClient Register(string name, IEnumerable<string> roles, byte[] secretHash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        SecretHash = secretHash,
        Roles = [.. roles.Distinct(StringComparer.Ordinal)],
        CreatedAt = now,
    };
}
