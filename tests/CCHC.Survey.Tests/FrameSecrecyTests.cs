using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CCHC.Survey.Tests;

/// <summary>Who is in a frame can be read with its key alone, which is not in the database.</summary>
public sealed class FrameSecrecyTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    private readonly SampleCampaign _campaign = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_in_the_database_names_a_person_or_how_to_reach_one()
    {
        var (frame, draw, client) = await DrawnAsync();
        using var homeAffairs = client;
        Assert.Contains("Nguyễn Bí Mật 1,0912000001", await homeAffairs.GetStringAsync(Route($"/api/survey/draws/{draw}/sample.csv"), Cancelled), StringComparison.Ordinal);
        foreach (var table in await ColumnAsync("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'audit')"))
        {
            Assert.Equal("0", (await ColumnAsync($"SELECT count(*) FROM {table} AS t WHERE t::text LIKE '%Bí Mật%' OR t::text LIKE '%0912000%'")).Single());
        }

        Assert.Equal("3", (await ColumnAsync($"SELECT count(*) FROM frame_entry WHERE frame_id = '{frame}' AND name LIKE 'k1:%' AND contact LIKE 'k1:%'")).Single());
    }

    [Fact]
    public async Task A_list_that_a_unit_delivers_is_sealed_until_it_becomes_a_frame()
    {
        await service.Deliver(_campaign.Opened());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var asked = await (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/campaigns/{_campaign.Id}/list-requests"), new
        {
            name = "Người nộp hồ sơ", guidance = "Hồ sơ quý III", dueOn = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(5)), wanted = 2, unitIds = new[] { _campaign.FirstDepartment },
        }, Cancelled)).Json(HttpStatusCode.Created);
        var request = asked.GetProperty("id").GetGuid();
        using var officer = service.Client(Roles.UnitOfficer, _campaign.FirstDepartment);
        (await officer.PutAsync(Route($"/api/survey/list-requests/{request}/units/{_campaign.FirstDepartment}/list"), Csv(2), Cancelled)).EnsureSuccessStatusCode();
        Assert.Equal(["k1:", "k1:"], await ColumnAsync($"SELECT left(name, 3) FROM listed_person WHERE request_id = '{request}' AND contact LIKE 'k1:%'"));

        var taken = await (await homeAffairs.PostAsync(Route($"/api/survey/list-requests/{request}/frame"), null, Cancelled)).Json();
        Assert.Equal(["Nguyễn Bí Mật 1", "Nguyễn Bí Mật 2"], (await service.People(taken.GetProperty("frameId").GetGuid())).Select(person => person.Name));
        Assert.Null(service.Services.GetRequiredService<PersonKeys>().Find(request));
    }

    [Fact]
    public async Task An_erased_frame_stays_closed_even_when_a_backup_brings_its_rows_back_and_its_key_is_named_as_destroyed()
    {
        var (frame, draw, client) = await DrawnAsync();
        using var homeAffairs = client;
        var keys = service.Services.GetRequiredService<PersonKeys>();
        var fingerprint = keys.Find(frame)!.Fingerprint;
        await ColumnAsync($"CREATE TABLE copy_of_backup AS SELECT * FROM frame_entry WHERE frame_id = '{frame}'");
        Assert.Equal(HttpStatusCode.NoContent, (await homeAffairs.DeleteAsync(Route($"/api/survey/frames/{frame}/people"), Cancelled)).StatusCode);

        Assert.Null(keys.Find(frame));
        var shown = (await (await homeAffairs.GetAsync(Route($"/api/survey/campaigns/{_campaign.Id}/frames"), Cancelled)).Json()).GetProperty("items")[0];
        Assert.Equal((fingerprint, JsonValueKind.String), (shown.GetProperty("keyFingerprint").GetString(), shown.GetProperty("erasedAt").ValueKind));
        await ColumnAsync($"UPDATE frame_entry f SET name = c.name, contact = c.contact FROM copy_of_backup c WHERE c.frame_id = f.frame_id AND c.number = f.number");
        var sample = await homeAffairs.GetStringAsync(Route($"/api/survey/draws/{draw}/sample.csv"), Cancelled);
        Assert.Equal(4, sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length); // three people without names, and the heading
        Assert.DoesNotContain("Bí Mật", sample, StringComparison.Ordinal);
        Assert.DoesNotContain("k1:", sample, StringComparison.Ordinal);
        Assert.Null(keys.Find(frame)); // reading makes no key
    }

    [Fact]
    public async Task People_whom_an_older_version_stored_in_plain_are_sealed_and_keys_of_lists_that_are_gone_are_destroyed()
    {
        var (frame, _, client) = await DrawnAsync();
        client.Dispose();
        await ColumnAsync($"UPDATE frame_entry SET name = 'Lê Văn Cũ ' || number, contact = '098' || number WHERE frame_id = '{frame}'");
        await ColumnAsync($"UPDATE sampling_frame SET key_fingerprint = NULL WHERE id = '{frame}'");
        var (keys, gone) = (service.Services.GetRequiredService<PersonKeys>(), Guid.NewGuid());
        var destroyed = keys.Of(gone).Fingerprint;

        Assert.Equal(3, await service.Read(db => KeyKeeping.SealAsync(db, keys, Cancelled)));
        await service.Read(async db => { await KeyKeeping.DestroyAsync(db, keys, DateTimeOffset.UtcNow.AddMinutes(1), Cancelled); return 0; });

        Assert.Empty(await ColumnAsync($"SELECT name FROM frame_entry WHERE frame_id = '{frame}' AND name NOT LIKE 'k1:%'"));
        Assert.Equal(["Lê Văn Cũ 1 0981", "Lê Văn Cũ 2 0982", "Lê Văn Cũ 3 0983"], (await service.People(frame)).Select(person => $"{person.Name} {person.Contact}"));
        Assert.Equal(keys.Find(frame)!.Fingerprint, (await ColumnAsync($"SELECT key_fingerprint FROM sampling_frame WHERE id = '{frame}'")).Single());
        Assert.Null(keys.Find(gone));
        Assert.NotEqual(destroyed, keys.Of(gone).Fingerprint);
    }

    [Fact]
    public void What_was_sealed_for_one_place_does_not_open_in_another_nor_once_it_was_changed()
    {
        var (key, owner) = (OfZeros(), Guid.NewGuid());
        var sealedName = key.Seal("Trần Thị Ánh", owner, 7)!;
        Assert.NotEqual(sealedName, key.Seal("Trần Thị Ánh", owner, 7)); // equal people do not look equal
        Assert.Equal("Trần Thị Ánh", key.Open(sealedName, owner, 7));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => key.Open(sealedName, owner, 8));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => key.Open(sealedName[..^2] + (sealedName[^2] == 'A' ? 'B' : 'A') + sealedName[^1], owner, 7));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => OfZeros().Open(sealedName, owner, 7));
    }

    [Fact]
    public async Task Who_asks_to_be_forgotten_is_found_and_erased_with_proof_and_no_old_copy_of_it_can_be_read_while_the_others_can()
    {
        var (frame, draw, client) = await DrawnAsync();
        using var homeAffairs = client;
        var keys = service.Services.GetRequiredService<PersonKeys>();
        var destroyed = keys.Find(frame)!.Fingerprint;
        await ColumnAsync($"CREATE TABLE copy_of_log AS SELECT * FROM frame_entry WHERE frame_id = '{frame}'");
        foreach (var typed in (string[])["mat 2", "BÍ MẬT 2", "0912 000 002"])
        {
            var found = await (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/people/search"), new { text = typed }, Cancelled)).Json();
            Assert.Equal((1, 2, "0912000002"), (found.GetProperty("found").GetInt32(), found.GetProperty("items")[0].GetProperty("number").GetInt32(), found.GetProperty("items")[0].GetProperty("contact").GetString()));
        }

        var first = await EraseAsync(homeAffairs, frame, 2, " Đơn số 12 ngày 30/11/2026 ");
        Assert.Equal((2, "Đơn số 12 ngày 30/11/2026", destroyed), (first.GetProperty("number").GetInt32(), first.GetProperty("reason").GetString(), first.GetProperty("destroyedKey").GetString()));
        var again = await EraseAsync(homeAffairs, frame, 2, "Lần nữa");
        Assert.Equal((first.GetProperty("reason").GetString(), destroyed), (again.GetProperty("reason").GetString(), again.GetProperty("destroyedKey").GetString()));
        Assert.Equal([("Nguyễn Bí Mật 1", "0912000001"), (null, null), ("Nguyễn Bí Mật 3", "0912000003")], (await service.People(frame)).Select(person => (person.Name, person.Contact)));
        Assert.Equal(["k2", "", "k2"], await ColumnAsync($"SELECT coalesce(left(name, 2), '') FROM frame_entry WHERE frame_id = '{frame}' ORDER BY number"));
        var shown = (await (await homeAffairs.GetAsync(Route($"/api/survey/campaigns/{_campaign.Id}/frames"), Cancelled)).Json()).GetProperty("items")[0];
        Assert.Equal(again.GetRawText(), Assert.Single(shown.GetProperty("erasures").EnumerateArray()).GetRawText());
        Assert.Equal(keys.Find(frame)!.Fingerprint, shown.GetProperty("keyFingerprint").GetString());
        Assert.NotEqual(destroyed, keys.Find(frame)!.Fingerprint);

        await ColumnAsync($"UPDATE frame_entry f SET name = c.name, contact = c.contact FROM copy_of_log c WHERE c.frame_id = f.frame_id AND c.number = f.number");
        Assert.DoesNotContain("Bí Mật", await homeAffairs.GetStringAsync(Route($"/api/survey/draws/{draw}/sample.csv"), Cancelled), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/people/3/erasure"), new { reason = "" }, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/people/4/erasure"), new { reason = "Đơn" }, Cancelled)).StatusCode);
        (await homeAffairs.DeleteAsync(Route($"/api/survey/frames/{frame}/people"), Cancelled)).EnsureSuccessStatusCode();
        var refused = await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/people/3/erasure"), new { reason = "Đơn" }, Cancelled);
        Assert.Equal("frame.erased", (await refused.Json(HttpStatusCode.Conflict)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_key_that_another_took_the_place_of_is_destroyed_also_when_the_service_died_before_it_could()
    {
        var (frame, _, client) = await DrawnAsync();
        using var homeAffairs = client;
        var keys = service.Services.GetRequiredService<PersonKeys>();
        var folder = service.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Survey:Keys"]!;
        var old = await File.ReadAllBytesAsync(Path.Combine(folder, $"people-{frame:N}.key"), Cancelled);
        keys.Of(frame, 2); // made by an erasure that never came to its end
        await service.Read(async db => { await KeyKeeping.DestroyAsync(db, keys, DateTimeOffset.UtcNow.AddMinutes(1), Cancelled); return 0; });
        Assert.Equal([$"people-{frame:N}.key"], Directory.GetFiles(folder, $"people-{frame:N}*").Select(Path.GetFileName));

        await EraseAsync(homeAffairs, frame, 1, "Đơn số 13");
        await File.WriteAllBytesAsync(Path.Combine(folder, $"people-{frame:N}.key"), old, Cancelled); // as if it had died before it destroyed the key
        await service.Read(async db => { await KeyKeeping.DestroyAsync(db, keys, DateTimeOffset.UtcNow.AddMinutes(1), Cancelled); return 0; });
        Assert.Equal([$"people-{frame:N}-2.key"], Directory.GetFiles(folder, $"people-{frame:N}*").Select(Path.GetFileName));
        Assert.Equal("Nguyễn Bí Mật 3", (await service.People(frame))[2].Name);
    }

    private static PersonKey OfZeros() => new(Guid.NewGuid(), new Dictionary<int, byte[]> { [1] = new byte[32] }, 1);

    private static async Task<JsonElement> EraseAsync(HttpClient homeAffairs, Guid frame, int number, string reason) =>
        await (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/people/{number}/erasure"), new { reason }, Cancelled)).Json();

    /// <summary>Three people, all drawn.</summary>
    private async Task<(Guid Frame, Guid Draw, HttpClient HomeAffairs)> DrawnAsync()
    {
        await service.Deliver(_campaign.Opened());
        var homeAffairs = service.Client(Roles.HomeAffairs);
        var frame = (await (await homeAffairs.PostAsync(Route($"/api/survey/campaigns/{_campaign.Id}/frames?name=Kh%C3%B3a&source=th%E1%BB%AD"), Csv(3), Cancelled)).Json()).GetProperty("id").GetGuid();
        var draw = await (await homeAffairs.PostAsJsonAsync(Route($"/api/survey/frames/{frame}/draws"), new { size = 3, allocation = "equal", reserve = 0 }, Cancelled)).Json();
        return (frame, draw.GetProperty("id").GetGuid(), homeAffairs);
    }

    private static Uri Route(string path) => new(path, UriKind.Relative);

    private static StringContent Csv(int people) => new(
        "name,contact,stratum\n" + string.Concat(Enumerable.Range(1, people).Select(number => $"Nguyễn Bí Mật {number},091200000{number},Hộ tịch\n")), Encoding.UTF8, "text/csv");

    private async Task<List<string>> ColumnAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(service.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var values = new List<string>();
        while (await reader.ReadAsync(Cancelled))
        {
            values.Add(reader.IsDBNull(0) ? "" : reader.GetValue(0).ToString()!);
        }

        return values;
    }
}
