using CCHC.ServiceDefaults.Authentication;
using CCHC.Survey.Data;
using CCHC.Survey.Frames;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.FieldWork;

/// <summary>What an enumerator takes along for a day without network: the questionnaire and the people to ask.</summary>
public static class GetFieldList
{
    public sealed record GroupItem(string Code, string Name, RatedUnits Rates, IReadOnlyList<string> RatedGroups);

    public sealed record UnitItem(Guid Id, string Code, string Name, string GroupCode);

    public sealed record PersonItem(int Serial, string? Name, string? Contact, string Stratum, string? Cluster, Guid? UnitId, string RespondentGroup, bool Answered);

    public sealed record Response(
        Guid SurveyId, string SurveyName, string Introduction, int Version, Questionnaire Questionnaire, IReadOnlyList<GroupItem> RespondentGroups, IReadOnlyList<UnitItem> Units,
        IReadOnlyList<PersonItem> People, DateTimeOffset AsOf);

    public sealed record ListItem(Guid SurveyId, Guid CampaignId, string SurveyName, SurveyStatus Status, int People, int Answered);

    public sealed record ListResponse(IReadOnlyList<ListItem> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid surveyId, CurrentUser user, SurveyDbContext db, PersonKeys keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var assignment = await db.Enumerators.AsNoTracking().SingleOrDefaultAsync(enumerator => enumerator.SurveyId == surveyId && enumerator.AccountId == user.Id, cancellationToken);
        var survey = assignment is null ? null : await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.Id == surveyId && x.Status == SurveyStatus.Open, cancellationToken);
        if (assignment is null || survey is null)
        {
            return TypedResults.NotFound();
        }

        var people = await (
            from invitation in db.Invitations
            where invitation.SurveyId == surveyId && !invitation.Waiting && !invitation.Withdrawn
            join entry in db.FrameEntries on new { invitation.FrameId, invitation.Number } equals new { entry.FrameId, entry.Number }
            where !db.FrameErasures.Any(erasure => erasure.FrameId == entry.FrameId && erasure.Number == entry.Number)
            orderby invitation.Stratum, invitation.Cluster, invitation.Serial
            select new { invitation.Serial, entry, invitation.Stratum, invitation.Cluster, invitation.UnitId, invitation.RespondentGroupCode, invitation.Answered }).ToListAsync(cancellationToken);
        var byFrame = keys.FindAll(people.Select(person => person.entry.FrameId));
        return TypedResults.Ok(new Response(
            survey.Id, survey.Name, survey.Introduction, survey.Version, survey.Questionnaire with { Sections = WithoutWeights(survey.Questionnaire) },
            [.. survey.RespondentGroups.Select(group => new GroupItem(group.Code, group.Name, group.Rates, group.RatedGroups))], [.. survey.Units.Select(unit => new UnitItem(unit.Id, unit.Code, unit.Name, unit.GroupCode))],
            [
                .. from person in people
                   where assignment.Includes(person.Stratum, person.Cluster)
                   let who = person.entry.Person(byFrame[person.entry.FrameId])
                   select new PersonItem(person.Serial, who.Name, who.Contact, person.Stratum, person.Cluster, person.UnitId, person.RespondentGroupCode, person.Answered),
            ],
            clock.GetUtcNow()));
    }

    public static async Task<Ok<ListResponse>> List(CurrentUser user, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var assignments = await db.Enumerators.AsNoTracking().Where(enumerator => enumerator.AccountId == user.Id).ToListAsync(cancellationToken);
        var ids = assignments.ConvertAll(assignment => assignment.SurveyId);
        var surveys = await db.Surveys.AsNoTracking().Where(survey => ids.Contains(survey.Id) && survey.Status != SurveyStatus.Draft).OrderByDescending(survey => survey.OpenedAt)
            .Select(survey => new { survey.Id, survey.CampaignId, survey.Name, survey.Status }).ToListAsync(cancellationToken);
        var people = (await db.Invitations.Where(invitation => ids.Contains(invitation.SurveyId) && !invitation.Waiting && !invitation.Withdrawn)
            .Select(invitation => new { invitation.SurveyId, invitation.Stratum, invitation.Cluster, invitation.Answered }).ToListAsync(cancellationToken)).ToLookup(person => person.SurveyId);
        return TypedResults.Ok(new ListResponse(
        [
            .. from survey in surveys
               let assignment = assignments.Find(assignment => assignment.SurveyId == survey.Id)!
               let mine = people[survey.Id].Where(person => assignment.Includes(person.Stratum, person.Cluster)).ToList()
               select new ListItem(survey.Id, survey.CampaignId, survey.Name, survey.Status, mine.Count, mine.Count(person => person.Answered)),
        ]));
    }

    /// <summary>What an answer counts is nothing to whoever asks.</summary>
    private static List<Section> WithoutWeights(Questionnaire questionnaire) =>
        [.. questionnaire.Sections.Select(section => section with { Questions = [.. section.Questions.Select(question => question with { Options = [.. question.Options.Select(option => option with { Percent = null })] })] })];
}
