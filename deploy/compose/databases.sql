CREATE DATABASE "identity-db";
CREATE DATABASE "criteria-db";
CREATE DATABASE "assessment-db";
CREATE DATABASE "appraisal-db";
CREATE DATABASE "survey-db";
CREATE DATABASE "ranking-db";
