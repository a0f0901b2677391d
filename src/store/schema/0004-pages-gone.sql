-- Step 4: the pages lie among the documents since step 3.

DROP TABLE policy_page;
