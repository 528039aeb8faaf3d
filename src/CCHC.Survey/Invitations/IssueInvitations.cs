using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using CCHC.Survey.Draws;
using CCHC.Survey.Results;
using CCHC.Survey.Surveys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Invitations;

/// <summary>Gives everybody who was drawn a personal code; the same draw again gives nobody a second one.</summary>
public static class IssueInvitations
{
    /// <param name="ExpiresAt">Null for the end of the survey.</param>
    public sealed record Request(Guid DrawId, [property: Required] string RespondentGroup, DateTimeOffset? ExpiresAt = null);

    /// <summary>Where fewer than five people were invited, answers could be guessed; the cluster is not kept there, and a unit's result is not shown.</summary>
    public sealed record SmallCell(string Stratum, string? Cluster, string? UnitName, int People);

    public sealed record Response(int Issued, IReadOnlyList<SmallCell> SmallCells);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, SurveyKey key, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM survey WHERE id = {id} FOR NO KEY UPDATE", cancellationToken);
        var survey = await db.FindSurveyAsync(id, user, Permissions.RunSurveys, cancellationToken);
        if (survey is null || await GetProtocol.FindAsync(request.DrawId, user, db, Permissions.RunSurveys, cancellationToken) is not var (draw, frame) || frame.CampaignId != survey.CampaignId)
        {
            return TypedResults.NotFound();
        }

        Refuse(survey, frame.ErasedAt);
        var group = survey.GroupOf(request.RespondentGroup);
        var present = await db.Invitations.Where(x => x.SurveyId == id).Select(x => new { x.FrameId, x.Number, x.RespondentGroupCode }).ToListAsync(cancellationToken);
        var invited = present.Where(x => x.FrameId == frame.Id).Select(x => x.Number).ToHashSet();
        var drawn = draw.Selected.Where(person => !invited.Contains(person.Number)).ToList();
        if (drawn.Count < draw.Selected.Count && present.Exists(x => x.FrameId == frame.Id && x.RespondentGroupCode != group.Code))
        {
            throw new RuleViolationException("invitation.other-group", "Mẫu này đã được mời trả lời phiếu của nhóm khác trong cuộc điều tra.");
        }

        if (drawn.Count == 0)
        {
            return TypedResults.Ok(new Response(0, []));
        }

        if (present.Exists(x => x.RespondentGroupCode == group.Code))
        {
            throw new RuleViolationException("invitation.other-draw", $"Nhóm {group.Name} đã có mẫu khác. Mỗi nhóm người trả lời dùng một mẫu, để quyền số tính đúng.");
        }

        var units = await UnitsAsync(survey, group, draw, db, cancellationToken);
        var cells = draw.Selected.Where(person => !person.Reserve).GroupBy(person => (person.Stratum, person.Cluster)).ToDictionary(cell => cell.Key, cell => cell.Count());
        var serial = present.Count;
        db.Invitations.AddRange(drawn.Select(person =>
        {
            serial++;
            var cluster = cells.GetValueOrDefault((person.Stratum, person.Cluster)) >= Disclosure.SmallestCell ? person.Cluster : null;
            return Invitation.Of(
                id, serial, group.Code, frame.Id, person, draw.Clusters is null ? null : cluster, units.GetValueOrDefault(person.Number)?.Id, PersonalCode.Hash(PersonalCode.Of(key, id, serial)),
                request.ExpiresAt?.ToUniversalTime() ?? survey.EndsAt);
        }));
        db.SampleStrata.AddRange(draw.Strata.Select(stratum => new SampleStratum
        {
            SurveyId = id, RespondentGroupCode = group.Code, Stratum = stratum.Name, People = stratum.People, Clusters = draw.Clusters is null ? null : stratum.Clusters, Sample = stratum.Sample,
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(drawn.Count(person => !person.Reserve), SmallCells(draw, units)));
    }

    private static void Refuse(SurveyCampaign survey, DateTimeOffset? frameErasedAt)
    {
        if (survey.Status == SurveyStatus.Closed)
        {
            throw new RuleViolationException("survey.closed", "Cuộc điều tra đã kết thúc, không phát mã được nữa.");
        }

        if (frameErasedAt is not null)
        {
            throw new RuleViolationException("frame.erased", "Danh tính trong khung mẫu này đã xóa nên không mời ai được nữa.");
        }
    }

    /// <summary>Whom each person rates, where one rates one unit: the unit of the frame.</summary>
    private static async Task<Dictionary<int, RatedUnit>> UnitsAsync(SurveyCampaign survey, RespondentGroup group, SampleDraw draw, SurveyDbContext db, CancellationToken cancellationToken)
    {
        if (group.Rates == RatedUnits.All)
        {
            return [];
        }

        var numbers = draw.Selected.Select(person => person.Number).ToArray();
        var codes = await db.FrameEntries.Where(entry => entry.FrameId == draw.FrameId && numbers.Contains(entry.Number) && entry.UnitCode != null)
            .ToDictionaryAsync(entry => entry.Number, entry => entry.UnitCode!, cancellationToken);
        var offered = survey.FormFor(group).Units.ToDictionary(unit => unit.Code, StringComparer.OrdinalIgnoreCase);
        if (codes.Values.Where(code => !offered.ContainsKey(code)).Distinct(StringComparer.Ordinal).Take(5).ToList() is { Count: > 0 } unknown)
        {
            throw new RuleViolationException(
                "invitation.unit-unknown", $"Khung mẫu ghi đơn vị không thuộc cuộc điều tra: {string.Join(", ", unknown)}. Sửa cột unit_code hoặc bổ sung khối được hỏi.");
        }

        return codes.ToDictionary(code => code.Key, code => offered[code.Value]);
    }

    private static List<SmallCell> SmallCells(SampleDraw draw, Dictionary<int, RatedUnit> units) =>
    [
        .. from cell in draw.Selected.Where(person => !person.Reserve).GroupBy(person => (person.Stratum, Cluster: draw.Clusters is null ? null : person.Cluster, Unit: units.GetValueOrDefault(person.Number)?.Name))
           where cell.Count() < Disclosure.SmallestCell
           orderby cell.Key.Stratum, cell.Key.Cluster, cell.Key.Unit
           select new SmallCell(cell.Key.Stratum, cell.Key.Cluster, cell.Key.Unit, cell.Count()),
    ];
}
