using System.Globalization;
using System.Net.Http.Headers;
using CCHC.Contracts.Identity;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.Documents;

/// <summary>Documents of a result, their templates, and its showing at the conference.</summary>
public static class DocumentPages
{
    private const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const long LargestFile = 3 * 1024 * 1024; // the service says in words what is too large

    internal static readonly string[] Readers = [Roles.HomeAffairs, Roles.Leader, Roles.Auditor];

    internal static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("{ky}/van-ban/{kind}.{format:regex(^(docx|xlsx)$)}", DownloadAsync);
        pages.MapGet("{ky}/mau-van-ban", (string ky, GatewayClient gateway) => ShowTemplatesAsync(ky, gateway));
        pages.MapGet("{ky}/mau-van-ban/{kind}.docx", (string ky, string kind, GatewayStream gateway, HttpContext context) => gateway.DownloadAsync(context, $"{Api(ky)}/document-templates/{Uri.EscapeDataString(kind)}.docx"));
        pages.MapPost("{ky}/mau-van-ban/{kind}", ReplaceAsync).WithFormOptions(multipartBodyLengthLimit: LargestFile);
        pages.MapPost("{ky}/mau-van-ban/{kind}/mac-dinh", ResetAsync);
        pages.MapGet("{ky}/mau-van-ban/{**deed}", (string ky) => TypedResults.LocalRedirect(TemplatesAddress(ky))); // a refused form, reloaded
        pages.MapGet("{ky}/hoi-nghi", ConferencePages.ShowAsync);
    }

    internal static string TemplatesAddress(string campaign) => $"/xep-hang/{Uri.EscapeDataString(campaign)}/mau-van-ban";

    internal static string Folder(string campaign) => $"/xep-hang/{Uri.EscapeDataString(campaign)}/van-ban";

    /// <param name="snapshot">Null for the result that is public.</param>
    internal static string Address(string campaign, DocumentKind kind, string format, int? snapshot = null, string? unit = null)
    {
        var query = snapshot is { } number ? QueryString.Create("chot", number.ToString(CultureInfo.InvariantCulture)) : QueryString.Empty;
        query = unit is null ? query : query.Add("donVi", unit);
        return $"{Folder(campaign)}/{kind.Path}.{format}{query.ToUriComponent()}";
    }

    internal static string Api(string campaign) => $"/api/ranking/campaigns/{Uri.EscapeDataString(campaign)}";

    /// <summary>Null where the person makes no documents, or none of this result.</summary>
    /// <param name="gateway">Asked in the person's name.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="campaign">Code.</param>
    /// <param name="snapshot">Null for the result that is public.</param>
    internal static async Task<AwardBoard?> AwardsAsync(GatewayClient gateway, CurrentUser user, string campaign, int? snapshot) =>
        Readers.Any(user.IsInRole)
            ? (await gateway.TryFindAsync<AwardBoard>($"{Api(campaign)}/awards" + (snapshot is { } number ? string.Create(CultureInfo.InvariantCulture, $"?snapshot={number}") : ""))).Value
            : null;

    private static async Task DownloadAsync(string ky, string kind, string format, int? chot, int? ban, string? donVi, GatewayStream gateway, HttpContext context)
    {
        if (DocumentKind.All.FirstOrDefault(known => known.Path == kind) is not { } found)
        {
            await FailurePages.ShowAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        var query = chot is { } snapshot ? QueryString.Create("snapshot", snapshot.ToString(CultureInfo.InvariantCulture)) : QueryString.Empty;
        query = ban is { } version ? query.Add("version", version.ToString(CultureInfo.InvariantCulture)) : query;
        query = donVi is null ? query : query.Add("unit", donVi);
        await gateway.DownloadAsync(context, $"{Api(ky)}/documents/{found.Slug}.{format}{query.ToUriComponent()}");
    }

    private static async Task<IResult> ShowTemplatesAsync(string ky, GatewayClient gateway, string? kind = null, Problem? problem = null) =>
        Pages.Show<TemplatesPage>(
            new { Templates = await gateway.GetAsync<TemplateList>($"{Api(ky)}/document-templates"), Refused = kind, Problem = problem }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> ReplaceAsync(string ky, string kind, IFormFile? file, GatewayClient gateway)
    {
        if (file is null || file.Length == 0)
        {
            return await ShowTemplatesAsync(ky, gateway, kind, new Problem { Status = StatusCodes.Status400BadRequest, Detail = DocumentsTexts.ChooseFile });
        }

        await using var stream = file.OpenReadStream();
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        return await DoAsync(ky, kind, gateway, HttpMethod.Put, content);
    }

    private static Task<IResult> ResetAsync(string ky, string kind, IFormCollection form, GatewayClient gateway) => DoAsync(ky, kind, gateway, HttpMethod.Delete, body: null);

    private static async Task<IResult> DoAsync(string ky, string kind, GatewayClient gateway, HttpMethod method, object? body) =>
        (await gateway.SendAsync<Done>(method, $"{Api(ky)}/document-templates/{Uri.EscapeDataString(kind)}", body)).Problem is { } problem
            ? await ShowTemplatesAsync(ky, gateway, kind, problem)
            : TypedResults.LocalRedirect(TemplatesAddress(ky));
}
