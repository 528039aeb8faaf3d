using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Survey.Submissions;
using CCHC.Survey.Surveys;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Forms;

/// <summary>Who a code lets in: a respondent group, or one invited person, whose invitation is then known.</summary>
internal sealed record Respondent(SurveyCampaign Survey, RespondentGroup Group, Invitation? Invitation)
{
    public AskedForm Form => Survey.FormFor(Group, Invitation?.UnitId);

    /// <summary>Null for a code that nobody has.</summary>
    public static async Task<Respondent?> FindAsync(string typed, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var code = RespondentGroup.NormalizeLinkCode(typed);
        if (code.Length == PersonalCode.Length && code.All(char.IsAsciiLetterOrDigit))
        {
            var hash = PersonalCode.Hash(code);
            return await db.Invitations.AsNoTracking().SingleOrDefaultAsync(invitation => invitation.CodeHash == hash, cancellationToken) is { } invitation
                ? await OfAsync(invitation, db, cancellationToken)
                : null;
        }

        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleOrDefaultAsync(x => x.RespondentGroups.Any(group => group.LinkCode == code), cancellationToken);
        return survey is null ? null : new Respondent(survey, survey.RespondentGroups.Single(group => group.LinkCode == code), Invitation: null);
    }

    public static async Task<Respondent> OfAsync(Invitation invitation, SurveyDbContext db, CancellationToken cancellationToken)
    {
        var survey = await db.Surveys.AsNoTracking().AsSplitQuery().SingleAsync(x => x.Id == invitation.SurveyId, cancellationToken);
        return new Respondent(survey, survey.GroupOf(invitation.RespondentGroupCode), invitation);
    }
}
