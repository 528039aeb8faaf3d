using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The head gives the sheet back with remarks.</summary>
public static class ReturnToOfficers
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung cần sửa trước khi trả lại phiếu."), StringLength(4000)] string Remarks);

    public sealed record Response(Guid Id, SelfAssessmentStatus Status);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request request, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.OfUnitsOf(user, Roles.UnitHead).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        assessment.Return(request.Remarks);

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(assessment.Id, assessment.Status));
    }
}
