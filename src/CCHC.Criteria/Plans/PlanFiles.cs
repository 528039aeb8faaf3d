using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>Documents attached to a step: put there, read and taken away; of the kinds that are taken as evidence.</summary>
public static class PlanFiles
{
    public static async Task<Results<Ok<GetPlan.FileItem>, NotFound>> Attach(
        Guid id, Guid stepId, [FromQuery, Required, StringLength(200)] string name, HttpRequest request, CurrentUser user, CriteriaDbContext db, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await db.FindManagedStepAsync(id, stepId, user, cancellationToken) is not { } step)
        {
            return TypedResults.NotFound();
        }

        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = PlanFile.MaxBytes;
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancellationToken);
        var file = step.Attach(NameOf(content, name), content.ToArray(), clock.GetUtcNow());
        db.Add(file);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new GetPlan.FileItem(file.Id, file.Name, file.Size));
    }

    public static async Task<Results<FileContentHttpResult, NotFound>> Get(
        Guid id, Guid stepId, Guid fileId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var file = await db.Campaigns.AsNoTracking().VisibleTo(user).Where(campaign => campaign.Id == id)
            .SelectMany(campaign => campaign.PlanSteps).Where(step => step.Id == stepId)
            .SelectMany(step => step.Files).Include(x => x.Content)
            .SingleOrDefaultAsync(x => x.Id == fileId, cancellationToken);
        return file is null ? TypedResults.NotFound() : TypedResults.File(file.Content.Bytes, "application/octet-stream", file.Name);
    }

    public static async Task<Results<NoContent, NotFound>> Remove(
        Guid id, Guid stepId, Guid fileId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var step = await db.FindManagedStepAsync(id, stepId, user, cancellationToken);
        if (step?.Files.FirstOrDefault(x => x.Id == fileId) is not { } file)
        {
            return TypedResults.NotFound();
        }

        step.Detach(file);
        db.Remove(file);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>As it is kept; whoever opens the file is not to be surprised by what it is.</summary>
    private static string NameOf(Stream content, string name)
    {
        var safe = SafeFileName.Of(name);
        try
        {
            return SafeFileName.WithExtension(safe, ContentCheck.Inspect(content, safe).Extensions);
        }
        catch (EvidenceRefusedException refused)
        {
            throw new InvalidInputException("file", refused.Message);
        }
    }

    /// <summary>The step with its files, null unless the caller runs its campaign.</summary>
    internal static Task<PlanStep?> FindManagedStepAsync(this CriteriaDbContext db, Guid id, Guid stepId, CurrentUser user, CancellationToken cancellationToken) =>
        db.Campaigns.ManagedBy(user).Where(campaign => campaign.Id == id).SelectMany(campaign => campaign.PlanSteps).Include(step => step.Files)
            .SingleOrDefaultAsync(step => step.Id == stepId, cancellationToken);
}
