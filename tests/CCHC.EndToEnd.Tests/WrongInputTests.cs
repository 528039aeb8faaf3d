using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.Testing.Installations;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CCHC.EndToEnd.Tests;

/// <summary>The sheet of the Department of Finance in a campaign that is open for self-assessment, and of nobody else.</summary>
public sealed class OpenSheet(Province province) : IAsyncLifetime
{
    public const string Campaign = "thu-tra-loi";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,60,,SUM,
        1.1,TC,Sáng kiến cải cách hành chính,20,TD,COUNT,mỗi sáng kiến 5; tối đa 20
        1.2,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,40,TD,PROPORTIONAL,ty_le*max
        2,LV,Đánh giá của cơ quan khác,40,,SUM,
        2.1,TC,Chất lượng phối hợp,40,XHH,SURVEY,A=100;B=60;C=20;D=0
        """;

    /// <summary>Officer of the Department of Finance.</summary>
    public Caller Officer { get; private set; } = null!;

    public string Path { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, "so", Criteria, [units["STC"], units["SNV"]]);
        Officer = await province.System.SignInAsync("canbo.stc");
        Path = $"/api/assessment/self-assessments/{(await campaign.SheetsAsync(Officer))["STC"]}";
    }

    public Task<Answer> EnterAsync(string leafCode, object data) => Officer.SendAsync(HttpMethod.Put, $"{Path}/entries/{leafCode}", new { data, evidence = "12/BC-STC" });

    public async Task<JsonElement> LeafAsync(string leafCode) => (await Officer.GetAsync(Path)).GetProperty("nodes").EnumerateArray()
        .Single(node => node.GetProperty("code").GetString() == leafCode).GetProperty("leaf").Clone();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class WrongInputTests(Province province, OpenSheet sheet) : IClassFixture<OpenSheet>
{
    [Fact]
    public async Task Without_a_token_the_answer_is_401_and_a_sheet_is_not_found()
    {
        AssertRefused(HttpStatusCode.Unauthorized, await province.System.Anonymous().SendAsync(HttpMethod.Get, "/api/criteria/sets"));
        AssertRefused(HttpStatusCode.NotFound, await province.System.Anonymous().SendAsync(HttpMethod.Get, sheet.Path));
    }

    [Theory]
    [InlineData("this-is-no-token")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOlsic3lzdGVtLWFkbWluIl19.")]
    public async Task With_something_that_is_no_token_the_answer_is_401(string token)
    {
        AssertRefused(HttpStatusCode.Unauthorized, await province.System.WithToken(token).SendAsync(HttpMethod.Get, sheet.Path));
    }

    [Fact]
    public async Task With_a_token_whose_roles_were_written_over_the_answer_is_401()
    {
        var parts = sheet.Officer.Token!.Split('.');
        var claims = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1]));
        Assert.Contains("unit-officer", claims, StringComparison.Ordinal);
        parts[1] = Base64UrlEncoder.Encode(claims.Replace("unit-officer", "home-affairs", StringComparison.Ordinal));
        AssertRefused(HttpStatusCode.Unauthorized, await province.System.WithToken(string.Join('.', parts)).SendAsync(HttpMethod.Get, "/api/criteria/sets"));
    }

    [Fact]
    public async Task With_a_token_signed_by_someone_else_the_answer_is_401()
    {
        var token = Forge((await province.System.SigningCredentialsAsync()).OfSomebodyElse(), DateTime.UtcNow.AddMinutes(10));
        AssertRefused(HttpStatusCode.Unauthorized, await province.System.WithToken(token).SendAsync(HttpMethod.Get, sheet.Path));
    }

    [Fact]
    public async Task With_a_token_that_has_expired_the_answer_is_401()
    {
        var key = await province.System.SigningCredentialsAsync();
        var stillGood = await province.System.WithToken(Forge(key, DateTime.UtcNow.AddMinutes(10))).SendAsync(HttpMethod.Get, sheet.Path);
        Assert.Equal(HttpStatusCode.OK, stillGood.Status);

        var expired = Forge(key, DateTime.UtcNow.AddMinutes(-1));
        AssertRefused(HttpStatusCode.Unauthorized, await province.System.WithToken(expired).SendAsync(HttpMethod.Get, sheet.Path));
    }

    [Fact]
    public async Task The_sheet_of_another_unit_is_not_found_and_cannot_be_written()
    {
        var before = await sheet.LeafAsync("1.1");
        foreach (var userName in (string[])["canbo.snv", "thutruong.snv"])
        {
            var stranger = await province.System.SignInAsync(userName);
            AssertRefused(HttpStatusCode.NotFound, await stranger.SendAsync(HttpMethod.Get, sheet.Path));
            AssertRefused(HttpStatusCode.NotFound, await stranger.SendAsync(HttpMethod.Put, $"{sheet.Path}/entries/1.1", new { data = new { count = 1 } }));
        }

        Assert.Equal(before.GetRawText(), (await sheet.LeafAsync("1.1")).GetRawText());
    }

    [Fact]
    public async Task A_result_that_is_not_published_is_visible_to_nobody_outside()
    {
        var everyone = province.System.Anonymous();
        var campaigns = await Eventually.Is(
            async () => (await everyone.GetAsync("/api/public/v1/campaigns")).EnumerateArray().ToList(),
            list => list.Exists(item => item.GetProperty("code").GetString() == OpenSheet.Campaign));
        Assert.Equal("open", campaigns.Find(item => item.GetProperty("code").GetString() == OpenSheet.Campaign).GetProperty("status").GetString());
        foreach (var path in (string[])["rankings?group=so", "rankings", "units/STC"])
        {
            AssertRefused(HttpStatusCode.NotFound, await everyone.SendAsync(HttpMethod.Get, $"/api/public/v1/campaigns/{OpenSheet.Campaign}/{path}"));
        }

        AssertRefused(HttpStatusCode.Unauthorized, await everyone.SendAsync(HttpMethod.Get, $"/api/ranking/campaigns/{OpenSheet.Campaign}/standings"));
        var unitsOwn = await sheet.Officer.SendAsync(HttpMethod.Get, $"/api/ranking/campaigns/{OpenSheet.Campaign}/standings");
        AssertRefused(HttpStatusCode.Forbidden, unitsOwn);
    }

    [Fact]
    public async Task A_body_of_five_megabytes_is_too_large()
    {
        var body = new { data = new { count = 1 }, explanation = new string('a', 5 * 1024 * 1024) };
        AssertRefused(HttpStatusCode.RequestEntityTooLarge, await sheet.Officer.SendAsync(HttpMethod.Put, $"{sheet.Path}/entries/1.1", body));
    }

    [Theory]
    [InlineData("{\"data\": {\"count\": 1")]
    [InlineData("not json at all")]
    [InlineData("")]
    [InlineData("{\"data\": {\"count\": \"một\"}}")]
    public async Task What_is_not_JSON_of_the_right_shape_is_answered_400(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        AssertRefused(HttpStatusCode.BadRequest, await sheet.Officer.SendAsync(HttpMethod.Put, $"{sheet.Path}/entries/1.1", content));
    }

    [Theory]
    [InlineData("9.9")]
    [InlineData("1")]
    [InlineData("2.1")]
    public async Task A_code_that_is_no_leaf_of_the_unit_in_this_set_is_not_found(string code)
    {
        AssertRefused(HttpStatusCode.NotFound, await sheet.EnterAsync(code, new { count = 1 }));
    }

    [Fact]
    public async Task A_negative_number_is_refused_in_Vietnamese_and_changes_nothing()
    {
        Assert.Equal(HttpStatusCode.OK, (await sheet.EnterAsync("1.1", new { count = 3 })).Status);

        var answer = await sheet.EnterAsync("1.1", new { count = -2 });

        AssertRefused(HttpStatusCode.Conflict, answer);
        Assert.Equal("leaf.data-invalid", answer.Code());
        Assert.Contains("Tiêu chí 1.1", answer.Json().GetProperty("detail").GetString(), StringComparison.Ordinal);
        var stored = await sheet.LeafAsync("1.1");
        Assert.Equal((3m, 15m), (stored.GetProperty("data").GetProperty("count").GetDecimal(), stored.GetProperty("points").GetDecimal()));
    }

    [Fact]
    public async Task A_denominator_of_zero_makes_the_leaf_not_applicable()
    {
        var scored = (await sheet.EnterAsync("1.2", new { numerator = 30, denominator = 40 })).Json();
        Assert.Equal((30m, 60m), (scored.GetProperty("points").GetDecimal(), scored.GetProperty("totalMax").GetDecimal()));

        var answer = await sheet.EnterAsync("1.2", new { numerator = 0, denominator = 0 });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("notApplicable", answer.Json().GetProperty("status").GetString());
        Assert.Equal((0m, 20m), (answer.Json().GetProperty("points").GetDecimal(), answer.Json().GetProperty("totalMax").GetDecimal()));
    }

    /// <summary>Every refusal is a ProblemDetails with a Vietnamese title and a trace, and tells nothing of the inside.</summary>
    private static void AssertRefused(HttpStatusCode status, Answer answer)
    {
        Assert.True(status == answer.Status, answer.ToString());
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Matches("[ạảãàáâậầấẩẫăắằặẳẵđêệềếểễôộồốổỗơợờớởỡưựừứửữịỉĩìíụủũùúỵỷỹỳýọỏõòóẹẻẽèé]", answer.Json().GetProperty("title").GetString());
        Assert.Matches("^[0-9a-f]{32}$", answer.Json().GetProperty("traceId").GetString());
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>The claims of the officer's token under another signature and end.</summary>
    private string Forge(SigningCredentials key, DateTime expires)
    {
        var genuine = new JsonWebToken(sheet.Officer.Token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = genuine.Typ,
            Issuer = genuine.Issuer,
            Audience = genuine.Audiences.Single(),
            IssuedAt = expires.AddMinutes(-15),
            NotBefore = expires.AddMinutes(-15),
            Expires = expires,
            SigningCredentials = key,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = genuine.Subject,
                ["preferred_username"] = genuine.GetClaim("preferred_username").Value,
                ["role"] = genuine.Claims.Where(claim => claim.Type == "role").Select(claim => claim.Value).ToArray(),
                ["grant"] = genuine.Claims.Where(claim => claim.Type == "grant").Select(claim => claim.Value).ToArray(),
            },
        });
    }
}
