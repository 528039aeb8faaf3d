using System.Globalization;
using CCHC.Portal.Appraisals;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Portal.Leaves;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Portal.Meetings;

/// <summary>The council's meetings: called, opened, run item by item, ended; everybody present votes from the same page.</summary>
public static class MeetingPages
{
    private const string Api = "/api/appraisal";

    public static void MapMeetings(this IEndpointRouteBuilder app)
    {
        var list = app.MapGroup("/tham-dinh/hop/{campaign:guid}");
        list.MapGet("", (Guid campaign, GatewayClient gateway) => ListAsync(gateway, campaign));
        list.MapPost("", CallAsync);

        var page = list.MapGroup("{meeting:guid}");
        page.MapGet("", (Guid campaign, Guid meeting, string? loc, int? them, GatewayClient gateway) =>
            ShowAsync(gateway, campaign, meeting, new AgendaFilter(loc), added: them));
        page.MapGet("tien-do", ProgressAsync);
        page.MapGet("bien-ban.docx", (Guid meeting, HttpContext context, GatewayStream gateway) => gateway.DownloadAsync(context, $"{Api}/meetings/{meeting}/minutes.docx"));
        page.MapGet("{**deed}", (Guid campaign, Guid meeting) => TypedResults.LocalRedirect(Address(campaign, meeting))); // a refused form, reloaded
        page.MapPost("thoi-gian", MoveAsync);
        page.MapPost("chuong-trinh", DrawAsync);
        page.MapPost("noi-dung", AddAsync);
        page.MapPost("khai-mac", (Guid campaign, Guid meeting, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, campaign, meeting, "khai-mac", form, HttpMethod.Post, "/opening", new { present = form["present"].OfType<string>() }));
        page.MapPost("ket-thuc", (Guid campaign, Guid meeting, IFormCollection form, GatewayClient gateway) =>
            DoAsync(gateway, campaign, meeting, "ket-thuc", form, HttpMethod.Post, "/closing", new { conclusion = form["conclusion"].ToString().Trim() }));

        var item = page.MapGroup("{item:guid}");
        item.MapPost("de-nghi", ProposeAsync);
        item.MapPost("bieu-quyet", (Guid campaign, Guid meeting, Guid item, string? loc, IFormCollection form, GatewayClient gateway, HttpContext context) =>
            DecideAsync(new ItemDeed(campaign, meeting, item, Vote, loc), form, gateway, context, HttpMethod.Put, "/vote", new { choice = form["choice"].ToString() }));
        item.MapPost("chot", (Guid campaign, Guid meeting, Guid item, string? loc, IFormCollection form, GatewayClient gateway, HttpContext context) =>
            DecideAsync(new ItemDeed(campaign, meeting, item, Settle, loc), form, gateway, context, HttpMethod.Post, "/settlement", new { keep = form["keep"] == "true" }));
        item.MapPost("bo", (Guid campaign, Guid meeting, Guid item, string? loc, IFormCollection form, GatewayClient gateway, HttpContext context) =>
            DecideAsync(new ItemDeed(campaign, meeting, item, "bo", loc), form, gateway, context, HttpMethod.Delete, "", body: null));
        RatificationPages.Map(app);
    }

    internal const string Propose = "de-nghi";
    internal const string Vote = "bieu-quyet";
    internal const string Settle = "chot";

    internal static string Address(Guid campaign, Guid? meeting = null) => meeting is null ? $"/tham-dinh/hop/{campaign}" : $"/tham-dinh/hop/{campaign}/{meeting}";

    internal static IReadOnlyDictionary<string, string> Typed(IFormCollection form) =>
        form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

    private sealed record ItemDeed(Guid Campaign, Guid Meeting, Guid Item, string Deed, string? Filter);

    private static async Task<IResult> ListAsync(GatewayClient gateway, Guid campaign, Refusal? refusal = null)
    {
        var (meetings, ratification) = (gateway.GetAsync<MeetingList>($"{Api}/campaigns/{campaign}/meetings"), gateway.TryFindAsync<Ratification>(RatificationPages.Api(campaign)));
        return Pages.Show<MeetingListPage>(
            new { Meetings = await meetings, Ratification = await ratification, Refusal = refusal }, refusal?.Problem.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> CallAsync(Guid campaign, IFormCollection form, GatewayClient gateway)
    {
        var outcome = When(form) is { } heldAt
            ? await gateway.SendAsync<CalledMeeting>(HttpMethod.Post, $"{Api}/campaigns/{campaign}/meetings", new { heldAt, place = form["place"].ToString().Trim() })
            : new Outcome<CalledMeeting>(Value: null, NoTime);
        return outcome.Problem is { } problem
            ? await ListAsync(gateway, campaign, new Refusal("", problem, Item: null, Typed(form)))
            : TypedResults.LocalRedirect(Address(campaign, outcome.Value!.Id));
    }

    private static async Task<Meeting> LoadAsync(GatewayClient gateway, Guid campaign, Guid id)
    {
        var meeting = await gateway.GetAsync<Meeting>($"{Api}/meetings/{id}");
        return meeting.CampaignId == campaign ? meeting : throw new GatewayException(new Problem { Status = StatusCodes.Status404NotFound });
    }

    private static async Task<IResult> ShowAsync(
        GatewayClient gateway, Guid campaign, Guid id, AgendaFilter filter, int? added = null, Refusal? refusal = null, IReadOnlyList<string>? present = null)
    {
        var meeting = await LoadAsync(gateway, campaign, id);
        var cases = meeting is { Runs: true, IsClosed: false }
            ? (await gateway.TryFindAsync<PageOf<CaseItem>>($"{Api}/cases?campaignId={campaign}&pageSize=1000")).Value?.Items
            : null;
        return Pages.Show<MeetingPage>(
            new { Meeting = meeting, Filter = filter, Cases = cases ?? [], Added = added, Refusal = refusal, Present = present },
            refusal?.Problem.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>What others have done since: the state of every item, never the forms in which somebody may be typing.</summary>
    private static async Task<IResult> ProgressAsync(Guid campaign, Guid meeting, string? loc, int? co, MeetingStatus? tt, GatewayClient gateway, HttpContext context)
    {
        if (!Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect(Address(campaign, meeting));
        }

        var shown = await LoadAsync(gateway, campaign, meeting);
        return Pages.Show<ProgressPart>(new { Meeting = shown, Filter = new AgendaFilter(loc), Seen = co ?? shown.Items.Count, SeenStatus = tt ?? shown.Status });
    }

    /// <summary>A deed on the meeting as a whole; a refusal stands at its form, with what was typed.</summary>
    private static async Task<IResult> DoAsync(GatewayClient gateway, Guid campaign, Guid id, string deed, IFormCollection form, HttpMethod method, string path, object? body) =>
        await AfterAsync(gateway, campaign, id, deed, form, (await gateway.SendAsync<Done>(method, $"{Api}/meetings/{id}{path}", body)).Problem);

    private static async Task<IResult> AfterAsync(GatewayClient gateway, Guid campaign, Guid id, string deed, IFormCollection form, Problem? problem) => problem is null
        ? TypedResults.LocalRedirect(Address(campaign, id))
        : await ShowAsync(
            gateway, campaign, id, new AgendaFilter(Kind: null), refusal: new Refusal(deed, problem, Item: null, Typed(form)), present: deed == "khai-mac" ? [.. form["present"].OfType<string>()] : null);

    private static async Task<IResult> MoveAsync(Guid campaign, Guid meeting, IFormCollection form, GatewayClient gateway) => When(form) is { } heldAt
        ? await DoAsync(gateway, campaign, meeting, "thoi-gian", form, HttpMethod.Put, "", new { heldAt, place = form["place"].ToString().Trim() })
        : await AfterAsync(gateway, campaign, meeting, "thoi-gian", form, NoTime);

    private static async Task<IResult> DrawAsync(Guid campaign, Guid meeting, IFormCollection form, GatewayClient gateway)
    {
        var outcome = await gateway.SendAsync<DrawnAgenda>(HttpMethod.Post, $"{Api}/meetings/{meeting}/agenda");
        return outcome.Value is { } drawn
            ? TypedResults.LocalRedirect($"{Address(campaign, meeting)}?them={drawn.Added}")
            : await AfterAsync(gateway, campaign, meeting, "chuong-trinh", form, outcome.Problem);
    }

    private static async Task<IResult> AddAsync(Guid campaign, Guid meeting, IFormCollection form, GatewayClient gateway)
    {
        var (appraisalCase, note) = (form["case"].ToString(), form["note"].ToString().Trim());
        var problem = Guid.TryParse(appraisalCase, out var caseId)
            ? await SendAsync(caseId)
            : new Problem { Status = StatusCodes.Status400BadRequest, Detail = MeetingsTexts.ChooseUnit };
        return await AfterAsync(gateway, campaign, meeting, "noi-dung", form, problem);

        async Task<Problem?> SendAsync(Guid id)
        {
            try
            {
                return (await gateway.SendAsync<Done>(
                    HttpMethod.Post, $"{Api}/meetings/{meeting}/items", new { caseId = id, leafCode = form["code"].ToString().Trim(), note = note.Length == 0 ? null : note })).Problem;
            }
            catch (GatewayException exception) when (exception.Problem.Status == StatusCodes.Status404NotFound)
            {
                return new Problem { Status = StatusCodes.Status400BadRequest, Detail = MeetingsTexts.NoSuchLeaf };
            }
        }
    }

    /// <summary>Puts a result to the vote: the unit's own, other points, or that it does not apply.</summary>
    private static async Task<IResult> ProposeAsync(
        Guid campaign, Guid meeting, Guid item, string? loc, IFormCollection form, GatewayClient gateway, HttpContext context)
    {
        var (deed, reason, typed) = (new ItemDeed(campaign, meeting, item, Propose, loc), form["reason"].ToString().Trim(), form["points"].ToString());
        object? body = null;
        var error = MeetingsTexts.ChooseProposal;
        switch (form["decision"].ToString())
        {
            case "claim" when (await LoadAsync(gateway, campaign, meeting)).Items.FirstOrDefault(x => x.Id == item)?.Self is { } self:
                body = self.Applicable ? new { points = self.Points, reason } : new { applicable = false, reason };
                break;
            case "points" when Formats.TryParse(typed, out var points):
                body = new { points, reason };
                break;
            case "points":
                error = LeafForm.NumberError(typed);
                break;
            case "not-applicable":
                body = new { applicable = false, reason };
                break;
        }

        return body is null
            ? await AnswerAsync(deed, form, gateway, context, new Problem { Status = StatusCodes.Status400BadRequest, Detail = error })
            : await DecideAsync(deed, form, gateway, context, HttpMethod.Put, "/proposal", body);
    }

    private static async Task<IResult> DecideAsync(ItemDeed deed, IFormCollection form, GatewayClient gateway, HttpContext context, HttpMethod method, string path, object? body) =>
        await AnswerAsync(deed, form, gateway, context, (await gateway.SendAsync<Done>(method, $"{Api}/meetings/{deed.Meeting}/items/{deed.Item}{path}", body)).Problem);

    /// <summary>The card alone to a browser with scripts, of a vote its state only, so that a proposal being typed in the card stays.</summary>
    private static async Task<IResult> AnswerAsync(ItemDeed deed, IFormCollection form, GatewayClient gateway, HttpContext context, Problem? problem)
    {
        if (problem is { IsAway: true } && Pages.IsPartial(context))
        {
            throw new GatewayException(problem); // said beside the card, whose form keeps what was typed
        }

        var (filter, refusal) = (new AgendaFilter(deed.Filter), problem is null ? null : new Refusal(deed.Deed, problem, deed.Item, Typed(form)));
        if (!Pages.IsPartial(context))
        {
            return problem is null
                ? TypedResults.LocalRedirect($"{Address(deed.Campaign, deed.Meeting)}{filter.Query}#nd-{deed.Item:N}")
                : await ShowAsync(gateway, deed.Campaign, deed.Meeting, filter, refusal: refusal);
        }

        var meeting = await LoadAsync(gateway, deed.Campaign, deed.Meeting);
        return Pages.Show<ItemSaved>(new
        {
            Meeting = meeting, Filter = filter, Id = deed.Item, Item = meeting.Items.FirstOrDefault(item => item.Id == deed.Item), Voted = deed.Deed == Vote, Refusal = refusal,
        });
    }

    private static Problem NoTime => new() { Status = StatusCodes.Status400BadRequest, Detail = MeetingsTexts.TimeNeeded };

    /// <summary>The time as typed, by the clock on the wall in Viet Nam.</summary>
    private static DateTimeOffset? When(IFormCollection form) =>
        DateTime.TryParseExact(form["heldAt"], ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, VietnamTime.Zone.GetUtcOffset(time))
            : null;
}
