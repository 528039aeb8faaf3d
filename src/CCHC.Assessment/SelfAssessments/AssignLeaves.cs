using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Says who in the unit works on which leaves. It sorts the work and grants nothing: a colleague may always step in.</summary>
public static class AssignLeaves
{
    /// <param name="OfficerId">Null takes the assignment back.</param>
    /// <param name="OfficerName">As the unit calls the person; shown as it is.</param>
    public sealed record Request(
        [property: Required, MinLength(1, ErrorMessage = "Chọn ít nhất một tiêu chí."), MaxLength(2000)] IReadOnlyList<string> Leaves,
        Guid? OfficerId, [property: StringLength(200)] string? OfficerName);

    public sealed record Response(Guid Id, int Leaves);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken); // or a leaf saved meanwhile would make this write fail
        var assessment = await db.SelfAssessments.AnsweredByUnitsOf(user).Include(x => x.Entries).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        assessment.Assign(request.Leaves, user.UnitIds(Permissions.FillSheets), request.OfficerId, request.OfficerName);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(id, request.Leaves.Distinct(StringComparer.Ordinal).Count()));
    }
}
