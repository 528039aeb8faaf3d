using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using T = CCHC.Portal.Questionnaires.QuestionnairesTexts;

namespace CCHC.Portal.Questionnaires;

/// <summary>
/// The questionnaire, deed by deed: each takes what is stored, changes one thing and sends the whole with the version the page was made for. Once the survey
/// is open its texts alone can be put right.
/// </summary>
internal static class BuilderPages
{
    // A question of 20 options in five languages.
    private const int MostFields = 4_000;

    public static void Map(RouteGroupBuilder survey)
    {
        var pages = survey.MapGroup("phieu-hoi");
        pages.MapGet("", ReadAsync);
        pages.MapPost("", ArrangeAsync);
        pages.MapPost("cau", QuestionAsync).WithFormOptions(valueCountLimit: MostFields);
        pages.MapPost("phan", SectionAsync);
        pages.MapGet("{**deed}", (Guid campaign, Guid id) => TypedResults.LocalRedirect(Address(campaign, id))); // a refused form, reloaded
    }

    internal static string Address(Guid campaign, Guid id) => $"{SurveyHomePages.SurveyAddress(campaign, id)}/phieu-hoi";

    internal static string Address(SurveyView view) => Address(view.Campaign.Id, view.Survey.Id);

    internal static string QuestionAddress(SurveyView view, string code) => $"{Address(view)}?cau={Uri.EscapeDataString(code)}";

    internal static string SectionAddress(SurveyView view, string code) => $"{Address(view)}?phan={Uri.EscapeDataString(code)}";

    private static async Task<IResult> ReadAsync(Guid campaign, Guid id, string? cau, string? phan, string? them, bool? phanMoi, bool? luu, HttpContext context, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var questionnaire = view.Survey.Questionnaire;
        var state = new BuilderState { Notice = luu == true ? T.Saved : null };
        if (questionnaire.FindQuestion(cau) is { } question)
        {
            state = state with { Question = QuestionForm.Of(question, questionnaire.SectionOf(cau)!.Code) };
        }
        else if (questionnaire.FindSection(phan) is { } section)
        {
            state = state with { Section = SectionForm.Of(section) };
        }
        else if (view.MayEdit && phanMoi == true)
        {
            state = state with { Section = new SectionForm { Code = questionnaire.FreeSectionCode() } };
        }
        else if (view.MayEdit && questionnaire.FindSection(them) is { } into)
        {
            state = state with { Question = QuestionForm.New(into.Code, questionnaire.FreeCode(into.Questions.Concat(questionnaire.Questions).FirstOrDefault()?.Code ?? "C0")) };
        }

        return await ShowAsync(context, gateway, view, state);
    }

    /// <summary>What is done on the list: order, copies, removals and languages.</summary>
    private static async Task<IResult> ArrangeAsync(Guid campaign, Guid id, IFormCollection form, HttpContext context, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var before = view.Survey.Questionnaire;
        var (deed, of) = form["viec"].ToString().Split(':', 2) is [var name, var code] ? (name, code) : (form["viec"].ToString(), "");
        var target = of;
        var after = deed switch
        {
            "len" => before.Move(of, -1),
            "xuong" => before.Move(of, 1),
            "nhan-doi" => before.Duplicate(of, out target),
            "xoa" => before.Remove(of),
            "phan-len" => before.MoveSection(of, -1),
            "phan-xuong" => before.MoveSection(of, 1),
            "phan-xoa" => before.RemoveSection(of),
            "them-ngon-ngu" => before.AddLanguage(form["ngonNgu"].ToString()),
            "bo-ngon-ngu" => before.RemoveLanguage(of),
            _ => throw new BadHttpRequestException(LayoutTexts.BadRequestText),
        };
        var outcome = await StoreAsync(gateway, view, after, form);
        if (Pages.IsPartial(context))
        {
            // The form beside the list goes on with the new version, unless a colleague's change came with it.
            var current = outcome.Problem is { IsStale: false } ? view : await SurveyView.GetAsync(gateway, campaign, id);
            var state = Refused(outcome.Problem, after, current, question: null, section: null);
            return Pages.Show<BuilderArranged>(
                new { View = current, State = state, Selected = form["chon"].ToString(), Open = form.ContainsKey("chon"), Deed = form["viec"].ToString() }, state.Status);
        }

        return outcome.Problem is { } problem
            ? await ShowAsync(context, gateway, problem.IsStale ? await SurveyView.GetAsync(gateway, campaign, id) : view, Refused(problem, after, view, question: null, section: null))
            : TypedResults.LocalRedirect(deed == "nhan-doi" ? QuestionAddress(view, target) : Address(view));
    }

    private static async Task<IResult> QuestionAsync(Guid campaign, Guid id, IFormCollection form, HttpContext context, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var questionnaire = view.Survey.Questionnaire;
        var typed = QuestionForm.From(form, questionnaire.Languages);
        var (redrawn, focus) = Redraw(typed, form["viec"].ToString(), kindChanged: form["kindShown"] != $"{typed.Kind}");
        if (focus is not null)
        {
            return await ShowAsync(context, gateway, view, new BuilderState { Question = redrawn, Focus = focus, Unsaved = true, Version = VersionOf(form) });
        }

        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var stored = questionnaire.FindQuestion(typed.Old);
        var section = questionnaire.FindSection(typed.Section) ?? questionnaire.Sections[0];
        var question = view.MayCorrect && stored is not null ? typed.Reword(stored) : typed.Build(errors);
        if (errors.Count > 0)
        {
            return await ShowAsync(context, gateway, view, new BuilderState { Question = typed, Errors = errors, Version = VersionOf(form) });
        }

        var after = questionnaire.Put(question, stored is null ? null : typed.Old, view.MayCorrect ? questionnaire.SectionOf(typed.Old)?.Code ?? section.Code : section.Code);
        var outcome = await StoreAsync(gateway, view, after, form);
        if (outcome.Problem is { } problem)
        {
            var current = problem.IsStale ? await SurveyView.GetAsync(gateway, campaign, id) : view;
            var now = current.Survey.Questionnaire.FindQuestion(typed.Old);
            return await ShowAsync(context, gateway, current, Refused(problem, after, current, question.Code, section: null) with
            {
                Question = problem.IsStale && now is null ? typed with { Old = null } : typed,
                StoredQuestion = problem.IsStale ? now : null,
            });
        }

        return await SavedAsync(context, gateway, campaign, id, saved => new BuilderState
        {
            Question = saved.Survey.Questionnaire.FindQuestion(question.Code) is { } now ? QuestionForm.Of(now, saved.Survey.Questionnaire.SectionOf(question.Code)!.Code) : typed,
        }, QuestionAddress(view, question.Code));
    }

    private static async Task<IResult> SectionAsync(Guid campaign, Guid id, IFormCollection form, HttpContext context, GatewayClient gateway)
    {
        var view = await SurveyView.GetAsync(gateway, campaign, id);
        var questionnaire = view.Survey.Questionnaire;
        var typed = SectionForm.From(form, questionnaire.Languages);
        if (form["viec"] == "ve-lai" || typed.ShowIf.IsUnseen)
        {
            return await ShowAsync(context, gateway, view, new BuilderState { Section = typed, Focus = "q-showif-options", Unsaved = true, Version = VersionOf(form) });
        }

        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var stored = questionnaire.FindSection(typed.Old);
        var section = view.MayCorrect && stored is not null ? typed.Reword(stored) : typed.Build(errors);
        if (errors.Count > 0)
        {
            return await ShowAsync(context, gateway, view, new BuilderState { Section = typed, Errors = errors, Version = VersionOf(form) });
        }

        var after = questionnaire.PutSection(section, stored is null ? null : typed.Old);
        var outcome = await StoreAsync(gateway, view, after, form);
        if (outcome.Problem is { } problem)
        {
            var current = problem.IsStale ? await SurveyView.GetAsync(gateway, campaign, id) : view;
            return await ShowAsync(context, gateway, current, Refused(problem, after, current, question: null, section.Code) with
            {
                Section = problem.IsStale && current.Survey.Questionnaire.FindSection(typed.Old) is null ? typed with { Old = null } : typed,
            });
        }

        return await SavedAsync(context, gateway, campaign, id, saved => new BuilderState
        {
            Section = saved.Survey.Questionnaire.FindSection(section.Code) is { } now ? SectionForm.Of(now) : typed,
        }, SectionAddress(view, section.Code));
    }

    /// <summary>Deeds that change the form alone; with them the element that has the keyboard afterwards, null where the form is to be saved.</summary>
    private static (QuestionForm Form, string? Focus) Redraw(QuestionForm typed, string viec, bool kindChanged)
    {
        var (deed, of) = viec.Split(':', 2) is [var name, var rest] ? (name, rest) : (viec, "");
        var row = int.TryParse(of, CultureInfo.InvariantCulture, out var number) && number >= 0 && number < typed.Options.Count ? number : -1;
        switch (deed)
        {
            case "them-phuong-an":
                return (typed with { Options = [.. typed.Options, new OptionForm(NextCode(typed.Options), Wording.Empty.Texts, "")] }, $"q-o{typed.Options.Count}-text-{Wording.First}");
            case "khong-biet":
                return (typed with { Options = [.. typed.Options, AnswerScale.DoNotKnow(typed.Options)] }, $"q-o{typed.Options.Count}-text-{Wording.First}");
            case "bo-phuong-an" when row >= 0:
                return (typed with { Options = [.. typed.Options.Where((_, index) => index != row)] }, "q-add-option");
            case "len-phuong-an" when row > 0:
                var options = typed.Options.ToList();
                (options[row - 1], options[row]) = (options[row], options[row - 1]);
                return (typed with { Options = options }, $"q-o{row - 1}-text-{Wording.First}");
            case "thang" when AnswerScale.For(typed.Kind).FirstOrDefault(scale => scale.Code == of) is { } scale:
                return (typed.WithScale(scale), $"q-o0-text-{Wording.First}");
            case "ve-lai":
                return (kindChanged ? Refill(typed) : typed, kindChanged ? "q-kind" : "q-showif");
        }

        // A browser without script saves with the fields of the former kind, or with a condition whose options were never shown.
        return kindChanged && (typed.HasOptions || typed.Options.Count > 0) ? (Refill(typed), "q-kind")
            : typed.ShowIf.IsUnseen ? (typed, "q-showif")
            : (typed, null);
    }

    /// <summary>Options as the kind wants them, unless there are some that do.</summary>
    private static QuestionForm Refill(QuestionForm typed) => typed.Kind switch
    {
        QuestionKind.Rating when !typed.Options.Select(option => option.Code).ToHashSet(StringComparer.Ordinal).IsSupersetOf(["1", "2", "3", "4", "5"]) => typed.WithScale(AnswerScale.Satisfaction),
        QuestionKind.SingleChoice or QuestionKind.MultipleChoice when typed.Options.Count == 0 =>
            typed with { Options = [new OptionForm("A", Wording.Empty.Texts, ""), new OptionForm("B", Wording.Empty.Texts, "")] },
        _ => typed,
    };

    private static string NextCode(IReadOnlyList<OptionForm> options) =>
        Enumerable.Range('A', 26).Select(letter => $"{(char)letter}").FirstOrDefault(code => options.All(option => !string.Equals(option.Code, code, StringComparison.OrdinalIgnoreCase))) ?? "";

    /// <summary>Nothing is sent for a page that was made for another version.</summary>
    private static async Task<Outcome<SurveyChanged>> StoreAsync(GatewayClient gateway, SurveyView view, Questionnaire questionnaire, IFormCollection form)
    {
        var version = VersionOf(form);
        if (version != view.Survey.Version)
        {
            return new Outcome<SurveyChanged>(Value: null, new Problem { Status = StatusCodes.Status412PreconditionFailed });
        }

        return view.Survey.Status == SurveyStatus.Draft
            ? await gateway.SendAsync<SurveyChanged>(HttpMethod.Put, $"{SurveyHomePages.Api}/surveys/{view.Survey.Id}", SurveyDraft.Of(view.Survey).ToChange(version, questionnaire))
            : await gateway.SendAsync<SurveyChanged>(
                HttpMethod.Post, $"{SurveyHomePages.Api}/surveys/{view.Survey.Id}/corrections", new { version, questionnaire, reason = form["reason"].ToString().Trim() });
    }

    private static long VersionOf(IFormCollection form) =>
        long.TryParse(form["version"], CultureInfo.InvariantCulture, out var version) ? version : throw new BadHttpRequestException(LayoutTexts.BadRequestText);

    private static BuilderState Refused(Problem? problem, Questionnaire sent, SurveyView view, string? question, string? section)
    {
        if (problem is null or { IsStale: true })
        {
            return new BuilderState { Stale = problem is not null };
        }

        var (fields, elsewhere) = QuestionErrors.Place(problem, sent, view, question, section);
        return new BuilderState { Problem = problem, Errors = fields, Elsewhere = elsewhere };
    }

    private static async Task<IResult> SavedAsync(HttpContext context, GatewayClient gateway, Guid campaign, Guid id, Func<SurveyView, BuilderState> open, string address)
    {
        if (!Pages.IsPartial(context))
        {
            return TypedResults.LocalRedirect($"{address}&luu=true");
        }

        var view = await SurveyView.GetAsync(gateway, campaign, id);
        context.Response.Headers["HX-Push-Url"] = address;
        return await ShowAsync(context, gateway, view, open(view) with { Notice = T.Saved });
    }

    private static async Task<IResult> ShowAsync(HttpContext context, GatewayClient gateway, SurveyView view, BuilderState state)
    {
        if (state.Problem is { IsAway: true } away && Pages.IsPartial(context))
        {
            throw new GatewayException(away); // the form keeps what was typed and tries again
        }

        if (state.Question is not null)
        {
            var (leaves, coverage) = (
                gateway.TryGetAsync<LeafChoices>($"{SurveyHomePages.Api}/campaigns/{view.Campaign.Id}/leaves"), gateway.TryFindAsync<Coverage>($"{SurveyHomePages.Api}/campaigns/{view.Campaign.Id}/coverage"));
            state = state with { Leaves = (await leaves).Value, Coverage = (await coverage).Value };
        }

        return Pages.IsPartial(context)
            ? Pages.Show<BuilderSaved>(new { View = view, State = state }, state.Status)
            : Pages.Show<BuilderPage>(new { View = view, State = state }, state.Status);
    }
}

/// <summary>What the builder shows beside the list, and what became of the last deed.</summary>
public sealed record BuilderState
{
    public QuestionForm? Question { get; init; }
    public SectionForm? Section { get; init; }

    /// <summary>A colleague changed the questionnaire; what is stored now stands here.</summary>
    public bool Stale { get; init; }

    public Question? StoredQuestion { get; init; }
    public Problem? Problem { get; init; }

    /// <summary>By the id of the field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = Wording.Empty.Texts;

    public IReadOnlyList<Link> Elsewhere { get; init; } = [];
    public string? Notice { get; init; }

    /// <summary>Id of the element that has the keyboard.</summary>
    public string? Focus { get; init; }

    public bool Unsaved { get; init; }

    /// <summary>For which the form was made, where that is not the stored one.</summary>
    public long? Version { get; init; }

    public LeafChoices? Leaves { get; init; }
    public Coverage? Coverage { get; init; }

    public string? Selected => Question?.Old is { } question ? $"cau:{question}" : Section?.Old is { } section ? $"phan:{section}" : null;

    public int Status => Stale ? StatusCodes.Status412PreconditionFailed : Problem?.Status ?? (Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}
