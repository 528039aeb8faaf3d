using CCHC.Criteria.CriteriaSets.Comparisons;
using CCHC.Criteria.CriteriaSets.Frameworks;
using CCHC.Criteria.CriteriaSets.Nodes;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Criteria.CriteriaSets;

public static class CriteriaSetEndpoints
{
    public static void MapCriteriaSets(this IEndpointRouteBuilder app)
    {
        var readers = app.MapGroup("/api/criteria/sets").Requires(Permissions.ReadSets).WithTags("Bộ tiêu chí");
        readers.MapGet("", ListCriteriaSets.Handle);
        readers.MapGet("{id:guid}", GetCriteriaSet.Handle);
        readers.MapGet("{id:guid}/nodes/{nodeId:guid}", GetNode.Handle);
        readers.MapGet("{id:guid}/derived", ListDerivedSets.Handle);
        app.MapGet("/api/criteria/sets/{id:guid}/comparison/{otherId:guid}", CompareSets.Handle).Requires(Permissions.CompareSets).WithTags("Bộ tiêu chí");
        app.MapPost("/api/criteria/calculations", CalculatePoints.Handle).Requires(Permissions.ReadSets).WithTags("Bộ tiêu chí");

        var homeAffairs = app.MapGroup("/api/criteria/sets").Requires(Permissions.WriteSets).WithTags("Bộ tiêu chí");
        homeAffairs.MapPost("", CreateCriteriaSet.Handle).Accepts<string>("text/csv");
        homeAffairs.MapPost("blank", CreateBlankSet.Handle);
        homeAffairs.MapPut("{id:guid}", ChangeCriteriaSet.Handle);
        homeAffairs.MapDelete("{id:guid}", DeleteCriteriaSet.Handle);
        homeAffairs.MapPost("{id:guid}/copies", CopyCriteriaSet.Handle);
        homeAffairs.MapPost("{id:guid}/corrections", CorrectCriteriaSet.Handle);
        homeAffairs.MapPost("{id:guid}/derivations", DeriveCriteriaSet.Handle);
        homeAffairs.MapPost("{id:guid}/publication", PublishCriteriaSet.Handle);
        homeAffairs.MapPut("{id:guid}/comparison/{otherId:guid}", CorrectMapping.Handle);

        var nodes = homeAffairs.MapGroup("{id:guid}/nodes");
        nodes.MapPost("", AddNode.Handle);
        nodes.MapPut("{nodeId:guid}", ChangeNode.Handle);
        nodes.MapDelete("{nodeId:guid}", RemoveNode.Handle);
        nodes.MapPost("{nodeId:guid}/moves", MoveNode.Handle);
        nodes.MapPost("{nodeId:guid}/splits", SplitNode.Handle);
        nodes.MapPut("{nodeId:guid}/examples", KeepExamples.Handle);
    }
}
