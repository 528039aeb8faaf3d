using System.Globalization;
using System.Text;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests.Permissions;

/// <summary>docs/permissions.md is made of what every route of the running services says of itself.</summary>
public sealed class PermissionTableTests(Province province)
{
    private const string Heading =
        """
        # Permissions

        Who may do what, service by service. Made of the `Permissions.cs` of each service by `PermissionTableTests`; to change it, change the code and run that test with `CCHC_ACCEPT_PERMISSIONS=1`. Every line is held against the running system by `PermissionMatrixTests`: each route with each role, for its own and for another unit or government, in a wrong phase, with a conflict of interest, without a token and with tokens that are expired, forged or of another issuer.

        A route that names no permission is closed to everybody. What a permission does not reach is answered as if it did not exist (404), in lists, counts, searches, exports and streams too. A role that the permission does not name is answered 403; no token, or one that is not valid, 401.

        **Reach.** *Anyone*: also without a token; the request may have to name a secret. *Self*: the caller's own account. *Unit*: what belongs to the units for which the caller holds the role. *Government*: what belongs to the governments for which the caller holds the role. *Part*: whatever the caller has a part in, by its unit, its government's office or by being appointed. *Register*: a register that the whole system shares.


        """;

    [Fact]
    public async Task Every_route_names_the_permission_it_requires()
    {
        var routes = await ApiRoute.AllAsync(province.System.Anonymous());
        Assert.True(routes.Count > 250, $"Only {routes.Count} routes are listed.");
        Assert.DoesNotContain(routes, route => route.Permission is null);
    }

    [Fact]
    public async Task The_table_in_the_documents_is_what_the_services_say()
    {
        var file = Path.Combine(Installation.Tree, "docs", "permissions.md");
        var table = Write(await ApiRoute.AllAsync(province.System.Anonymous()));
        if (Environment.GetEnvironmentVariable("CCHC_ACCEPT_PERMISSIONS") == "1")
        {
            await File.WriteAllTextAsync(file, table, TestContext.Current.CancellationToken);
        }

        Assert.True(table == await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), "Permissions changed: run this test with CCHC_ACCEPT_PERMISSIONS=1, read the difference, commit docs/permissions.md.");
    }

    private static string Write(IReadOnlyList<ApiRoute> routes)
    {
        var text = new StringBuilder(Heading);
        foreach (var service in routes.GroupBy(route => route.Service))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {char.ToUpperInvariant(service.Key[0])}{service.Key[1..]}\n\n| Allows to | Roles | Reach | Only | Routes |\n|---|---|---|---|---|\n");
            foreach (var permission in service.Where(route => route.Permission is not null).GroupBy(route => route.Permission!.Allows).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var (said, paths) = (permission.First().Permission!, permission.Select(route => $"`{route}`").Order(StringComparer.Ordinal));
                var roles = said.Roles.Count > 0 ? string.Join(", ", said.Roles) : said.IsOpen ? "–" : "everyone signed in";
                text.Append(CultureInfo.InvariantCulture, $"| {said.Allows} | {roles} | {said.Reach} | {string.Join("; ", Only(said))} | {string.Join("<br>", paths)} |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> Only(Permission permission)
    {
        if (permission.During.Count > 0)
        {
            yield return $"in phase {string.Join(", ", permission.During)}";
        }

        if (permission.ByField)
        {
            yield return "fields given to the member";
        }

        if (permission.BarsConflicts)
        {
            yield return "units without conflict of interest";
        }
    }
}
