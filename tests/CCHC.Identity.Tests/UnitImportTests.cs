using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tests;

public sealed class UnitImportTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    private const string Header = "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n";
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly object?[] Columns = [.. Header.TrimEnd().Split(',')];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_says_what_would_become_of_each_line_and_stores_nothing()
    {
        using var first = await identity.ImportAsync("units", Header + "w-a,Sở A,so,w,Khối w,,,,\nw-b,Sở B,so,w,Khối w,,,,");
        first.EnsureSuccessStatusCode();
        const string Csv = Header
            + "w-a,Sở A mới,su-nghiep,w,Khối w,,,31/12/2025,\n"
            + "w-b,Sở B,so,w,Khối w,,,,\n"
            + "w-c,Phòng C,Phong ban moi,w,Khối w,w-a,2024-01-01,,\n"
            + "w-d,Sở D,so,w,Khối w,w-zz,,,";

        var preview = await PreviewAsync(Encoding.UTF8.GetBytes(Csv), "text/csv", createTypes: true);
        Assert.Equal(["w-c", "w-d"], preview.GetProperty("created").EnumerateArray().Select(unit => unit.GetProperty("code").GetString()));
        var updated = Assert.Single(preview.GetProperty("updated").EnumerateArray());
        Assert.Equal(2, updated.GetProperty("line").GetInt32());
        Assert.Equal(
            ["tên: Sở A → Sở A mới", "loại: Sở, ban, ngành → Đơn vị sự nghiệp", "hết hiệu lực: không ghi → 31/12/2025"],
            updated.GetProperty("changes").EnumerateArray().Select(change => change.GetString()));
        Assert.Equal(1, preview.GetProperty("unchanged").GetInt32());
        Assert.Equal("Phong ban moi", Assert.Single(preview.GetProperty("newTypes").EnumerateArray()).GetString());
        Assert.Contains("w-zz", preview.GetProperty("errors").GetProperty("5")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("hết hiệu lực ngày 31/12/2025", preview.GetProperty("warnings").GetProperty("4")[0].GetString(), StringComparison.Ordinal);

        Assert.Equal("Sở A", await identity.Read(db => db.Units.Where(unit => unit.Code == "w-a").Select(unit => unit.Name).SingleAsync()));
        Assert.False(await identity.Read(db => db.Units.AnyAsync(unit => unit.Code == "w-c")));
        Assert.False(await identity.Read(db => db.UnitTypes.AnyAsync(type => type.Name == "Phong ban moi")));
    }

    [Fact]
    public async Task An_Excel_file_is_read_with_its_dates_and_numbers()
    {
        var file = Workbook.Of(
            Columns,
            [4401, "Xã Ba Vì & Đông Sơn", "XÃ", "ex", "Khối ex", null, new DateTime(2025, 7, 1), null, "ex-cu"],
            [],
            ["ex-cu", "Xã Ba Vì", "xa", "ex", "Khối ex", null, null, "30/06/2025", null]);
        using var taken = await SendAsync(file, Excel, "");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        var unit = await identity.Read(db => db.Units.SingleAsync(x => x.Code == "4401"));
        Assert.Equal(("Xã Ba Vì & Đông Sơn", "xa", new DateOnly(2025, 7, 1)), (unit.Name, unit.TypeCode, unit.ValidFrom!.Value));
        Assert.Single(unit.PredecessorIds);
        Assert.True((await identity.Published<UnitChanged>(changed => changed.Code == "4401")).Governs);

        using var wrong = await SendAsync(Workbook.Of(Columns, ["ex-x", "Xã X", "xa", "ex", "Khối ex", "ex-không-có"]), Excel, "");
        Assert.True((await IdentityHost.JsonAsync(wrong)).GetProperty("errors").TryGetProperty("2", out _));
        using var broken = await SendAsync([1, 2, 3], Excel, "");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Contains(".xlsx", await broken.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task<JsonElement> PreviewAsync(byte[] file, string type, bool createTypes)
    {
        using var response = await SendAsync(file, type, $"?preview=true&createTypes={createTypes}");
        var preview = await IdentityHost.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, preview.ToString());
        return preview;
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] file, string type, string query)
    {
        using var admin = await identity.AdminAsync();
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await admin.PostAsync(new Uri("/api/identity/units/import" + query, UriKind.Relative), content, Cancellation);
    }
}
