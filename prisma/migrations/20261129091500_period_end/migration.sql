-- One spelling of the end of a period. Columns and defaults of the type refer to its values by number and need no change.
ALTER TYPE "CancellationMode" RENAME VALUE 'END_OF_PERIOD' TO 'PERIOD_END';
