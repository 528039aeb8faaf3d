using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CCHC.Identity.Tests;

public sealed class AreaTests(IdentityHost identity) : IClassFixture<IdentityHost>, IAsyncLifetime
{
    // Before July 2025: province, district with an office of its own, commune below the district; a school below the commune.
    private const string Register =
        """
        code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes
        a-tinh,Ủy ban nhân dân tỉnh,tinh,a-tinh,Tỉnh,,,,
        a-so,Sở Nội vụ,so,a-so,Khối sở,a-tinh,,,
        a-huyen,Ủy ban nhân dân huyện Hà Trung,huyen,a-huyen,Khối huyện,a-tinh,,,
        a-phong,Phòng Nội vụ huyện Hà Trung,phong-huyen,a-phong,Khối phòng,a-huyen,,,
        a-xa,Xã Hà Bắc,xa,a-xa,Khối xã,a-huyen,,,
        a-truong,Trường Tiểu học Hà Bắc,su-nghiep,a-truong,Khối trường,a-xa,,,
        a-le,Cơ quan chưa xếp,khac,a-khac,Khối khác,,,,
        """;

    public async ValueTask InitializeAsync()
    {
        using var imported = await identity.ImportAsync("units", Register);
        imported.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("a-so", null)]
    [InlineData("a-tinh", null)]
    [InlineData("a-le", null)]
    [InlineData("a-huyen", "a-huyen")]
    [InlineData("a-phong", "a-huyen")]
    [InlineData("a-xa", "a-xa")]
    [InlineData("a-truong", "a-xa")]
    public async Task A_role_reaches_what_the_nearest_government_owns_and_that_of_the_province_reaches_everything(string unit, string? government)
    {
        var expected = government is null ? "*" : (await identity.Read(db => db.Units.SingleAsync(x => x.Code == government))).Id.ToString();
        Assert.Equal([$"{Roles.HomeAffairs}@{expected}"], await AreasAsync(new { role = Roles.HomeAffairs, unitCode = unit }));
    }

    [Fact]
    public async Task Each_role_has_its_own_area_and_one_without_a_unit_reaches_everything()
    {
        var district = (await identity.Read(db => db.Units.SingleAsync(x => x.Code == "a-huyen"))).Id;
        Assert.Equal(
            [$"{Roles.Auditor}@*", $"{Roles.CouncilChair}@{district}"],
            await AreasAsync(new { role = Roles.CouncilChair, unitCode = "a-phong" }, new { role = Roles.CouncilChair, unitCode = "a-huyen" }, new { role = Roles.Auditor }));
    }

    private async Task<IEnumerable<string>> AreasAsync(params object[] grants)
    {
        var account = await identity.CreateAccountAsync(grants);
        var token = new JsonWebToken((await identity.SignInAsync(account.UserName, account.Password)).AccessToken);
        return token.Claims.Where(claim => claim.Type == TokenClaims.Area).Select(claim => claim.Value).Order(StringComparer.Ordinal);
    }
}
