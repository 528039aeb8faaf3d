using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Comments;
using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Assessment.MinistryReview;
using CCHC.Assessment.Reports;
using CCHC.Assessment.SelfAssessments;
using CCHC.Assessment.Submissions;
using CCHC.Assessment.Workbooks;
using CCHC.Contracts.Criteria;
using CCHC.OfficialDocuments;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<AssessmentDbContext>("assessment-db", Gauges.All);
builder.AddMessaging("assessment", typeof(AssessmentDbContext).Assembly, subject: nameof(CampaignWiped.CampaignId));
builder.AddEvidence();
builder.Services.AddMemoryCache().AddSingleton<KnownCampaigns>();
builder.Services.AddOptions<Letterhead>().BindConfiguration("Reports");
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));

var app = builder.Build();

app.UseServiceDefaults("assessment");
app.MapSelfAssessments();
app.MapEvidence();
app.MapSubmissions();
app.MapComments();
app.MapMinistryReview();
app.MapWorkbooks();
app.MapReports();

await app.RunServiceAsync<AssessmentDbContext>(args);
