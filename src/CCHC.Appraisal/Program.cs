using CCHC.Appraisal.Acceptances;
using CCHC.Appraisal.AcrossUnits;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Meetings;
using CCHC.Appraisal.Phrases;
using CCHC.Appraisal.Ratifications;
using CCHC.Appraisal.Reports;
using CCHC.Appraisal.Statistics;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<AppraisalDbContext>("appraisal-db", Gauges.All);
builder.AddMessaging("appraisal", typeof(AppraisalDbContext).Assembly, subject: nameof(CampaignWiped.CampaignId));
builder.Services.AddOptions<CCHC.OfficialDocuments.Letterhead>().BindConfiguration("Reports");
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));

var app = builder.Build();

app.UseServiceDefaults("appraisal");
app.MapCouncils();
app.MapCases();
app.MapAcrossUnits();
app.MapAcceptances();
app.MapMeetings();
app.MapRatifications();
app.MapPhrases();
app.MapStatistics();
app.MapReports();

await app.RunServiceAsync<AppraisalDbContext>(args);
